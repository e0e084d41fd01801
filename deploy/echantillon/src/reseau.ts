import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request as requeteHttp, type IncomingMessage } from 'node:http';
import { request as requeteHttps } from 'node:https';
import { Transform, pipeline } from 'node:stream';
import { text } from 'node:stream/consumers';

/** A failure that a new attempt may cure: connection lost, service restarting, import interrupted. */
export class ErreurPassagere extends Error {}

/** A failure that no new attempt cures. */
export class ErreurDeDepot extends Error {}

export interface Reponse {
  readonly statut: number;
  readonly corps: unknown;
}

const PASSAGERS = new Set([401, 408, 409, 425, 429, 500, 502, 503, 504]);
const DELAI_ENVOI_MS = 300_000;
const DELAI_LECTURE_MS = 30_000;
const REPIT_MS = 150;

export const champ = (objet: unknown, nom: string): unknown => (typeof objet === 'object' && objet !== null ? Reflect.get(objet, nom) : undefined);

function enJson(texte: string): unknown {
  try {
    return JSON.parse(texte);
  } catch {
    return {};
  }
}

/** The answer when it is a success. Throws the kind of failure that its status means, with the code of the problem and no content. */
export function reussie(quoi: string, { statut, corps }: Reponse): unknown {
  if (statut >= 200 && statut < 300) return corps;
  const message = `${quoi} : réponse ${statut} ${String(champ(corps, 'type') ?? champ(corps, 'error') ?? '')}`.trim();
  throw PASSAGERS.has(statut) ? new ErreurPassagere(message) : new ErreurDeDepot(message);
}

/** A short request; a lost connection is a passing failure. */
export async function appeler(url: string, options: { methode?: string; entetes: Record<string, string>; corps?: string }): Promise<Reponse> {
  try {
    const reponse = await fetch(url, {
      method: options.methode ?? 'GET', headers: options.entetes, redirect: 'error', signal: AbortSignal.timeout(DELAI_LECTURE_MS), ...(options.corps === undefined ? {} : { body: options.corps }),
    });
    return { statut: reponse.status, corps: enJson(await reponse.text()) };
  } catch (erreur) {
    throw new ErreurPassagere(`connexion perdue : ${motif(erreur)}`);
  }
}

function motif(erreur: unknown): string {
  const code = champ(erreur, 'code') ?? champ(champ(erreur, 'cause'), 'code');
  return typeof code === 'string' ? code : erreur instanceof Error ? erreur.name : 'inconnue';
}

function compteurDeLignes(surLignes: (lignes: number) => void): Transform {
  let lignes = 0;
  return new Transform({
    transform(bloc: Buffer, _encodage, suite) {
      for (let i = bloc.indexOf(10); i !== -1; i = bloc.indexOf(10, i + 1)) lignes++;
      surLignes(lignes);
      suite(null, bloc);
    },
  });
}

/** Posts a file read from the disk as it goes, in constant memory. An answer that comes before the end stops the sending. */
export async function envoyer(url: string, chemin: string, entetes: Record<string, string>, surLignes: (lignes: number) => void): Promise<Reponse> {
  const { size } = await stat(chemin);
  const requerir = url.startsWith('https:') ? requeteHttps : requeteHttp;
  const reponse = await new Promise<IncomingMessage>((recue, perdue) => {
    const requete = requerir(url, { method: 'POST', headers: { ...entetes, 'content-length': size }, timeout: DELAI_ENVOI_MS });
    // The answer may already be in the socket when the write fails: it is left a moment to be read.
    const perdre = (erreur: unknown): void => void setTimeout(() => perdue(new ErreurPassagere(`connexion perdue : ${motif(erreur)}`)), REPIT_MS);
    requete.on('response', recue);
    requete.on('timeout', () => requete.destroy(new Error('délai dépassé')));
    requete.on('error', perdre);
    pipeline(createReadStream(chemin, { highWaterMark: 128 * 1024 }), compteurDeLignes(surLignes), requete, (erreur) => erreur && perdre(erreur));
  });
  try {
    return { statut: reponse.statusCode ?? 0, corps: enJson(await text(reponse)) };
  } catch (erreur) {
    throw new ErreurPassagere(`connexion perdue : ${motif(erreur)}`);
  }
}

/** Runs `essai` again after a passing failure, `essais` times at most, with pauses that double up to ten seconds. */
export async function avecReprises<T>(essais: number, pauseMs: number, essai: (n: number) => Promise<T>, surReprise: (message: string, n: number) => void): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await essai(n);
    } catch (erreur) {
      if (!(erreur instanceof ErreurPassagere) || n >= essais) throw erreur;
      surReprise(erreur.message, n);
      await new Promise((suite) => setTimeout(suite, Math.min(pauseMs * 2 ** (n - 1), 10_000)));
    }
  }
}
