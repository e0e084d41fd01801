import { parseArgs } from 'node:util';
import { PORT_MAX } from './port';

/** How the platform is put together: one process over the embedded log, one process over Kafka, or a process per service over Kafka. */
export const ASSEMBLAGES = ['embarque', 'kafka', 'services'] as const;
export type NomAssemblage = (typeof ASSEMBLAGES)[number];

export interface Options {
  readonly assemblage: NomAssemblage;
  readonly port: number;
  /** Address the portal listens on; what browsers are told stays 127.0.0.1. */
  readonly hote: string;
  readonly taille: number | undefined;
  readonly etat: string | undefined;
  readonly sansEchantillon: boolean;
  /** Loads the living portfolio of SCM-931. */
  readonly portefeuille: boolean;
  /** Runs the simulated caisse once the platform is ready. */
  readonly activite: boolean;
  readonly puisArreter: boolean;
}

const PORT = 8080;
const USAGE = `options : --assemblage ${ASSEMBLAGES.join('|')} (ou --kafka), --port N, --hote ADRESSE, --taille N, --etat DOSSIER, --sans-echantillon, --portefeuille, --activite, --puis-arreter`;

function analyser(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        assemblage: { type: 'string' }, kafka: { type: 'boolean' }, port: { type: 'string' }, hote: { type: 'string' }, taille: { type: 'string' }, etat: { type: 'string' },
        'sans-echantillon': { type: 'boolean' }, portefeuille: { type: 'boolean' }, activite: { type: 'boolean' }, 'puis-arreter': { type: 'boolean' },
      },
    }).values;
  } catch {
    throw new Error(`option inconnue ou incomplète ; ${USAGE}`);
  }
}

function entier(nom: string, texte: string | undefined, max: number): number | undefined {
  if (texte === undefined) return undefined;
  const n = Number(texte);
  if (!Number.isInteger(n) || n < 1 || n > max) throw new Error(`--${nom} attend un entier de 1 à ${max}`);
  return n;
}

function choisir(demande: string | undefined, kafka: boolean | undefined): NomAssemblage {
  if (demande === undefined) return kafka ? 'kafka' : 'embarque';
  const nom = ASSEMBLAGES.find((a) => a === demande);
  if (!nom) throw new Error(`--assemblage attend ${ASSEMBLAGES.join(', ')}`);
  if (kafka && nom === 'embarque') throw new Error('--kafka et --assemblage embarque se contredisent');
  return nom;
}

/** @throws Error in French, with the options when one is unknown */
export function lireOptions(args: readonly string[]): Options {
  const lues = analyser(args);
  return {
    assemblage: choisir(lues.assemblage, lues.kafka),
    port: entier('port', lues.port, PORT_MAX) ?? PORT,
    hote: lues.hote ?? '127.0.0.1',
    taille: entier('taille', lues.taille, 1_000_000),
    etat: lues.etat,
    sansEchantillon: lues['sans-echantillon'] ?? false,
    portefeuille: lues.portefeuille ?? false,
    activite: lues.activite ?? false,
    puisArreter: lues['puis-arreter'] ?? false,
  };
}
