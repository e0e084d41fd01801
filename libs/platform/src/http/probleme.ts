import { HttpException } from '@nestjs/common';
import type { CategorieRefus, Refus } from '@sm/kernel';
import { titreDe } from './titres';

/** Status of a category of refusal. */
export const STATUTS: Readonly<Record<CategorieRefus, number>> = { introuvable: 404, interdit: 403, invalide: 422, conflit: 409 };

/** A field that breaks a rule: its path and the rule's kebab name, never its value. */
export interface ChampRefuse {
  readonly champ: string;
  readonly code: string;
}

export interface OptionsProbleme {
  /** Explains this occurrence, in French, without any value received. */
  readonly detail?: string;
  /** Replaces `details` when the request has several refused fields. */
  readonly champs?: readonly ChampRefuse[];
  readonly entetes?: Readonly<Record<string, string>>;
}

/** RFC 9457 body. */
export interface CorpsProbleme {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly article?: string;
  readonly correlation: string;
  readonly details?: Refus['details'] | readonly ChampRefuse[];
}

/** The one exception of the shell: a refusal on its way to its caller. Status by category unless given. */
export class ProblemeException extends HttpException {
  override readonly name = 'ProblemeException';

  constructor(
    readonly refus: Refus,
    statut: number = STATUTS[refus.categorie],
    readonly complement: OptionsProbleme = {},
  ) {
    super(refus.code, statut);
  }

  /** @param correlation reference given to the caller and found in the logs. */
  corps(correlation: string): CorpsProbleme {
    const { code, article, details } = this.refus;
    const { detail, champs } = this.complement;
    return {
      type: `urn:sm:probleme:${code}`,
      title: titreDe(code),
      status: this.getStatus(),
      code,
      ...(detail === undefined ? {} : { detail }),
      ...(article === undefined ? {} : { article }),
      correlation,
      ...(champs ? { details: champs } : details ? { details } : {}),
    };
  }
}

/** A refusal of the HTTP shell itself (400, 401, 413…), which no decider gives. */
export const probleme = (code: string, statut: number, complement: OptionsProbleme = {}): ProblemeException =>
  new ProblemeException({ code, categorie: statut === 404 ? 'introuvable' : statut === 401 || statut === 403 ? 'interdit' : 'invalide' }, statut, complement);
