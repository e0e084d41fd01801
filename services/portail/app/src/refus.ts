/** A refusal of the portal: HTTP status, stable kebab code, French title. Shown as a page, or as problem+json under `/api`. */
export class RefusPortail extends Error {
  constructor(readonly statut: number, readonly code: string, readonly titre: string, readonly detail?: string) {
    super(code);
  }
}

const CODES: Readonly<Record<number, readonly [code: string, titre: string]>> = {
  400: ['requete-invalide', 'La demande est mal formée'],
  401: ['authentification-requise', 'Connectez-vous pour continuer'],
  403: ['acces-refuse', 'Vos droits ne permettent pas de voir cette page'],
  404: ['page-introuvable', "Cette page n'existe pas"],
  405: ['methode-refusee', 'Cette action n\'est pas possible ici'],
  413: ['demande-trop-longue', 'La demande est trop longue'],
  415: ['format-refuse', 'Ce format n\'est pas accepté ici'],
  503: ['service-indisponible', 'Le service ne répond pas pour le moment'],
};

/** Refusal for a status, with its usual code and title; an unknown status is an internal error. */
export function refusDeStatut(statut: number): RefusPortail {
  const connu = CODES[statut];
  if (connu) return new RefusPortail(statut, ...connu);
  return statut >= 400 && statut < 500
    ? new RefusPortail(statut, 'requete-refusee', 'La demande est refusée')
    : new RefusPortail(500, 'erreur-interne', 'Une erreur interne est survenue');
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
