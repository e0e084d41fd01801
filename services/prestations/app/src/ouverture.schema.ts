import { CANAUX, NATURES, PIECES } from '@sm/prestations-domaine';

const texte = (description: string, reste: object = {}): object => ({ type: 'string', ...reste, description });

/** One new request, as the API describes it; `validerDemande` of the core is what checks it. */
export const SCHEMA_DEMANDE = {
  type: 'object' as const,
  required: ['source', 'numero', 'unite', 'caisse', 'type', 'nature', 'canal', 'nir', 'medecin', 'recu_le'],
  additionalProperties: false,
  properties: {
    source: texte('Système d’origine ; avec `numero` et l’unité, identité de la demande.', { maxLength: 64 }),
    numero: texte('Numéro de la demande dans sa source.', { maxLength: 64 }),
    unite: texte('Code de l’unité, tel que `ELSM-931`.', { pattern: '^[A-Z0-9][A-Z0-9_-]{0,31}$' }),
    caisse: texte('Code de la caisse.', { pattern: '^\\d{3}$' }),
    type: { type: 'string', enum: ['ald'] },
    nature: { type: 'string', enum: [...NATURES] },
    canal: { type: 'string', enum: [...CANAUX] },
    nir: texte('NIR ou NIA, 13 caractères et clé ; il n’est pas conservé ici.', { maxLength: 30 }),
    medecin: texte('RPPS du médecin auteur du protocole.', { pattern: '^\\d{11}$' }),
    recu_le: texte('Jour de réception à Paris, ou instant avec son fuseau.', { maxLength: 40 }),
    ald: { type: ['integer', 'string', 'null'], minimum: 1, maximum: 32, description: 'Numéro de l’affection ; 31 hors liste, 32 polypathologie.' },
    hors_liste: { type: ['boolean', 'string', 'null'] },
    diagnostics: { type: ['array', 'string', 'null'], items: { type: 'string' }, maxItems: 20, description: 'Codes CIM-10.' },
    debut_soins: texte('Premier jour des soins.', { format: 'date' }),
    pieces: { type: ['array', 'string', 'null'], items: { type: 'string', enum: [...PIECES] }, maxItems: 20 },
  },
};
