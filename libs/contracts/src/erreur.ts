export type CodeErreurContrat =
  | 'topic-inconnu'
  | 'type-inconnu'
  | 'cle-absente'
  | 'format-refuse'
  | 'enumeration-refusee'
  | 'valeur-refusee'
  | 'message-illisible'
  | 'plafond-depasse';

/** A message that breaks its contract. Names the field, never the value. */
export class ErreurContrat extends Error {
  constructor(
    readonly code: CodeErreurContrat,
    readonly lieu: string,
  ) {
    super(`${code} : ${lieu}`);
    this.name = 'ErreurContrat';
  }
}
