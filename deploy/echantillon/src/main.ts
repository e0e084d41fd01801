import { parseArgs } from 'node:util';
import { charger } from './charger';
import { generer } from './generateur';
import type { Sortie } from './progression';

const USAGE = `Emploi :
  node dist/main.js generer --sortie DOSSIER [--graine 931] [--taille N]
  node dist/main.js charger --url ADRESSE --dossier DOSSIER [--portee sm]
     secrets des comptes : SM_SECRET_AMORCE et SM_SECRET_REPRISE_931, ou --secret-amorce et --secret-reprise
`;

const OPTIONS = {
  sortie: { type: 'string' }, graine: { type: 'string' }, taille: { type: 'string' },
  url: { type: 'string' }, dossier: { type: 'string' }, portee: { type: 'string' }, 'secret-amorce': { type: 'string' }, 'secret-reprise': { type: 'string' },
} as const;

type Valeurs = Partial<Record<keyof typeof OPTIONS, string>>;

function exiger(valeur: string | undefined, nom: string): string {
  if (valeur) return valeur;
  throw new Error(`il manque ${nom}`);
}

async function lancerGeneration(v: Valeurs, sortie: Sortie): Promise<number> {
  const debut = Date.now();
  const m = await generer({ sortie: exiger(v.sortie, '--sortie'), graine: Number(v.graine ?? 931), ...(v.taille ? { taille: Number(v.taille) } : {}) });
  sortie.write(`${m.comptes.demandes} histoires en ${((Date.now() - debut) / 1000).toFixed(1)} s ; moins de 25 jours : ${m.delai.numerateur} sur ${m.delai.denominateur} (${m.delai.pourcentage})\n`);
  return 0;
}

async function lancerChargement(v: Valeurs, sortie: Sortie): Promise<number> {
  const bilan = await charger({
    sortie, url: exiger(v.url, '--url'), dossier: exiger(v.dossier, '--dossier'), ...(v.portee ? { portee: v.portee } : {}),
    secrets: {
      amorce: exiger(v['secret-amorce'] ?? process.env['SM_SECRET_AMORCE'], 'SM_SECRET_AMORCE'),
      'reprise-931': exiger(v['secret-reprise'] ?? process.env['SM_SECRET_REPRISE_931'], 'SM_SECRET_REPRISE_931'),
    },
  });
  return bilan.exact ? 0 : 1;
}

/** Runs one command line; returns the exit code: 0 done and exact, 1 anything else, 2 wrong usage. */
export async function executer(arguments_: readonly string[], sortie: Sortie = process.stdout, erreurs: Sortie = process.stderr): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: [...arguments_], options: OPTIONS, allowPositionals: true });
    if (positionals[0] === 'generer') return await lancerGeneration(values, sortie);
    if (positionals[0] === 'charger') return await lancerChargement(values, sortie);
    erreurs.write(USAGE);
    return 2;
  } catch (erreur) {
    erreurs.write(`échantillon : ${erreur instanceof Error ? erreur.message : 'erreur inconnue'}\n`);
    return 1;
  }
}

if (require.main === module) {
  void executer(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
