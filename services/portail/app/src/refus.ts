import { declarerTitres, titreDe } from '@sm/platform';

declarerTitres({
  'connexion-inattendue': 'Cette connexion a expiré ou a déjà servi.',
  'connexion-refusee': 'La connexion n’a pas pu être vérifiée.',
  'origine-refusee': 'Cette action ne vient pas du portail.',
  'parametre-invalide': 'Un paramètre de l’adresse est mal formé.',
  'profil-inconnu': 'Cette personne n’existe pas dans la démonstration.',
  'service-inconnu': 'Ce service n’existe pas.',
  'service-indisponible': 'Le service ne répond pas pour le moment ; réessayez dans un instant.',
  'session-terminee': 'Votre session est terminée ; reconnectez-vous.',
});

/** A refusal of the portal: HTTP status, stable code, French title. Shown as a page, or as problem+json under `/api`. */
export class RefusPortail extends Error {
  constructor(readonly statut: number, readonly code: string, readonly titre: string = titreDe(code), readonly detail?: string) {
    super(code);
  }
}

const CODES: Readonly<Record<number, string>> = {
  400: 'requete-malformee',
  401: 'jeton-absent',
  403: 'interdit',
  404: 'route-introuvable',
  413: 'corps-trop-volumineux',
  415: 'type-contenu-refuse',
  503: 'service-indisponible',
};

/** Refusal for a status, with its usual code; an unknown status of 500 or more is an internal error. */
export function refusDeStatut(statut: number): RefusPortail {
  const code = CODES[statut];
  if (code) return new RefusPortail(statut, code);
  return statut >= 400 && statut < 500 ? new RefusPortail(statut, 'requete-refusee') : new RefusPortail(500, 'erreur-interne');
}

/** RFC 9457 body of a refusal. */
export const enProbleme = ({ statut, code, titre, detail }: RefusPortail, correlation: string) => ({
  type: `urn:sm:probleme:${code}`,
  title: titre,
  status: statut,
  code,
  ...(detail ? { detail } : {}),
  correlation,
});
