import 'reflect-metadata';
import { demarrerPortail } from './demarrage';
import { lireEnvironnement } from './environnement';

async function principal(): Promise<void> {
  const portail = await demarrerPortail(lireEnvironnement(process.env));
  process.stdout.write(`portail prêt : ${portail.url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void portail.arreter().then(() => process.exit(0));
    });
  }
}

principal().catch((erreur: unknown) => {
  process.stderr.write(`${erreur instanceof Error ? erreur.message : String(erreur)}\n`);
  process.exit(1);
});
