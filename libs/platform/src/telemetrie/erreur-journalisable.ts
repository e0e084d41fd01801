import { filtrerChamps } from './champs';

const PROFONDEUR_CAUSES = 3;
const CADRES = 20;
const CADRE = /^\s+at (?:[\w$.<>[\] ]+ \()?(?:node:|file:|\/|[A-Za-z]:\\)[^\s)]*:\d+:\d+\)?$/;

const champ = (valeur: unknown, cle: string): unknown =>
  typeof valeur === 'object' && valeur !== null ? (valeur as Record<string, unknown>)[cle] : undefined;

/** Calls of the stack without its header: V8 puts the message there, over as many lines as it likes. */
function cadres(erreur: Error): string[] {
  const pile = erreur.stack ?? '';
  const debut = erreur.message === '' ? 0 : pile.indexOf(erreur.message) + erreur.message.length;
  return pile.slice(Math.max(debut, 0)).split('\n').filter((ligne) => CADRE.test(ligne)).slice(0, CADRES).map((ligne) => ligne.trim());
}

/** What a driver error may say: SQLSTATE, constraint and table names. Its message, detail, query and parameters hold values. */
function champsBase(erreur: unknown): Record<string, unknown> {
  const source = champ(erreur, 'driverError') ?? erreur;
  const code = champ(source, 'code');
  const sqlstate = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
  if (sqlstate === undefined) return filtrerChamps({ code: typeof code === 'string' ? code : undefined });
  return filtrerChamps({ sqlstate, contrainte: champ(source, 'constraint'), table: champ(source, 'table') });
}

const nomSur = (nom: unknown): string => (typeof nom === 'string' && /^[A-Za-z][A-Za-z0-9_]{0,59}$/.test(nom) ? nom : 'Error');

/** True when the message was written by us or by Nest's start-up, from constants and class names. */
function messageSur(erreur: Error): boolean {
  if (erreur.name === 'ErreurConfiguration') return true;
  for (let proto: unknown = Object.getPrototypeOf(erreur); proto; proto = Object.getPrototypeOf(proto)) {
    if (champ(champ(proto, 'constructor'), 'name') === 'RuntimeException') return true;
  }
  return false;
}

/** An error as it may be logged: name, code and calls; the message only when it cannot hold a person's data. */
export function decrireErreur(erreur: unknown, profondeur = 0): Record<string, unknown> {
  if (!(erreur instanceof Error)) return { nom: 'ValeurLancee', ...champsBase(erreur) };
  const cause = profondeur < PROFONDEUR_CAUSES && erreur.cause !== undefined ? decrireErreur(erreur.cause, profondeur + 1) : undefined;
  return {
    nom: nomSur(erreur.name),
    ...champsBase(erreur),
    ...(messageSur(erreur) ? { message: erreur.message } : {}),
    pile: cadres(erreur),
    ...(cause ? { cause } : {}),
  };
}
