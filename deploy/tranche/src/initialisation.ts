import { readFileSync, writeFileSync } from 'node:fs';
import { personas, personnel } from '@sm/echantillon';
import { preparerBase, type MotsDePasse } from '@sm/platform';

/** What containers cannot do each for itself: the databases and roles of every service, and the invented people of the portal. */
async function initialiser(env: NodeJS.ProcessEnv): Promise<void> {
  const exiger = (nom: string): string => {
    const valeur = env[nom];
    if (!valeur) throw new Error(`${nom} manque`);
    return valeur;
  };
  const [urlAdmin, bases, fichier] = [exiger('DATABASE_URL'), exiger('SM_BASES'), exiger('SM_PERSONAS')];
  const motsDePasse = JSON.parse(readFileSync(bases, 'utf8')) as Record<string, MotsDePasse>;
  for (const [service, mdp] of Object.entries(motsDePasse)) await preparerBase(urlAdmin, service, `sm_${service}`, mdp);
  writeFileSync(fichier, JSON.stringify(personas(personnel())));
  console.log(`Bases prêtes : ${Object.keys(motsDePasse).join(', ')}.`);
}

initialiser(process.env).catch((e: Error) => {
  console.error(`Initialisation impossible : ${e.message}`);
  process.exit(1);
});
