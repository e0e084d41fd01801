import { CANAUX, NATURES, OBJETS_ATMP, PIECES, PIECES_ATMP, PREUVES, RISQUES } from '@sm/prestations-domaine';

const texte = (description: string, reste: object = {}): object => ({ type: 'string', ...reste, description });

const PIECE_DATEE = {
  type: 'object', required: ['piece'], properties: { piece: { type: 'string', enum: [...PIECES_ATMP] }, recu_le: { type: 'string', format: 'date' }, preuve: { type: 'string', enum: [...PREUVES] } },
};

/** One new request, as the API describes it; `validerDemande` of the core is what checks it. */
export const SCHEMA_DEMANDE = {
  type: 'object' as const,
  required: ['source', 'numero', 'unite', 'caisse', 'type', 'canal', 'nir', 'medecin', 'recu_le'],
  additionalProperties: false,
  properties: {
    source: texte('Système d’origine ; avec `numero` et l’unité, identité de la demande.', { maxLength: 64 }),
    numero: texte('Numéro de la demande dans sa source.', { maxLength: 64 }),
    unite: texte('Code de l’unité, tel que `ELSM-931`.', { pattern: '^[A-Z0-9][A-Z0-9_-]{0,31}$' }),
    caisse: texte('Code de la caisse.', { pattern: '^\\d{3}$' }),
    type: { type: 'string', enum: ['ald', 'atmp'] },
    nature: { type: 'string', enum: [...NATURES], description: 'Type `ald`, obligatoire.' },
    canal: { type: 'string', enum: [...CANAUX, 'electronique'], description: '`pse` ou `papier` pour `ald`, `electronique` ou `papier` pour `atmp`.' },
    nir: texte('NIR ou NIA, 13 caractères et clé ; il n’est pas conservé ici.', { maxLength: 30 }),
    medecin: texte('RPPS du médecin auteur du protocole ou du certificat.', { pattern: '^\\d{11}$' }),
    recu_le: texte('Jour de réception à Paris, ou instant avec son fuseau.', { maxLength: 40 }),
    ald: { type: ['integer', 'string', 'null'], minimum: 1, maximum: 32, description: 'Numéro de l’affection ; 31 hors liste, 32 polypathologie.' },
    hors_liste: { type: ['boolean', 'string', 'null'] },
    diagnostics: { type: ['array', 'string', 'null'], items: { type: 'string' }, maxItems: 20, description: 'Codes CIM-10.' },
    debut_soins: texte('Premier jour des soins.', { format: 'date' }),
    pieces: { type: ['array', 'string', 'null'], items: { oneOf: [{ type: 'string', enum: [...new Set([...PIECES, ...PIECES_ATMP])] }, PIECE_DATEE] }, maxItems: 20 },
    objet: { type: 'string', enum: [...OBJETS_ATMP], description: 'Type `atmp`, obligatoire.' },
    risque: { type: ['string', 'null'], enum: [...RISQUES, null] },
    medecin_travail: texte('RPPS du médecin du travail.', { pattern: '^\\d{11}$' }),
    declarant: { type: 'string', enum: ['employeur', 'victime'] },
    date_fait: texte('Jour de l’accident, ou de la lésion constatée.', { format: 'date' }),
    declare_le: texte('Jour où l’employeur a déclaré, ou reçu le double : départ de ses réserves.', { format: 'date' }),
    deces: { type: 'boolean' }, examens_requis: { type: 'boolean' }, initial_en_instruction: { type: 'boolean' },
    lesions: { type: 'array', maxItems: 20, items: { type: 'object', properties: { code: { type: ['string', 'null'] }, texte: { type: ['string', 'null'] } } } },
    tableau: texte('Tableau de maladies professionnelles, tel que `57 A`.', { maxLength: 12 }),
    texte: texte('Éléments médicaux.', { maxLength: 8000 }),
  },
};
