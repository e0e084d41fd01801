import { CANAUX, CANAUX_ARRET, CONCLUSIONS_EMPLOYEUR, NATURES, OBJETS_ATMP, ORIGINES, PIECES, PIECES_ATMP, PREUVES, RISQUES, RISQUES_ATMP } from '@sm/prestations-domaine';

const texte = (description: string, reste: object = {}): object => ({ type: 'string', ...reste, description });

const SCHEMA_ALD = {
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

const booleen = (description: string): object => ({ type: ['boolean', 'string', 'null'], description });
const jour = (description: string): object => texte(description, { format: 'date' });
const { source, numero, unite, caisse, nir } = SCHEMA_ALD.properties;

const SCHEMA_PERIODE = { type: 'object', required: ['du', 'au'], additionalProperties: false, properties: { du: jour('Premier jour prescrit.'), au: jour('Dernier jour prescrit.'), prescritLe: jour('Jour de la prescription.') } };

const SCHEMA_ARRET = {
  type: 'object' as const,
  required: ['source', 'numero', 'unite', 'caisse', 'type', 'nir', 'prescripteur', 'canal', 'risque', 'origine', 'recuLe', 'arret'],
  additionalProperties: false,
  properties: {
    source, numero, unite, caisse, nir,
    type: { type: 'string', enum: ['arret'] },
    prescripteur: texte('RPPS du prescripteur.', { pattern: '^\\d{11}$' }),
    canal: { type: 'string', enum: [...CANAUX_ARRET] },
    risque: { type: 'string', enum: [...RISQUES] },
    origine: { type: 'string', enum: [...ORIGINES] },
    selection: {
      type: ['object', 'null'], required: ['regle', 'version'], additionalProperties: false, description: 'Règle qui a choisi cet arrêt ; obligatoire pour `ciblage` et `age_arret`.',
      properties: { regle: texte('Code de la règle.', { pattern: '^[a-z][a-z0-9_]{0,39}$' }), version: texte('Version de la règle.', { pattern: '^[a-z0-9][a-z0-9._-]{0,31}$' }) },
    },
    recuLe: texte('Jour à Paris où le contrôle est demandé, ou instant avec son fuseau.', { maxLength: 40 }),
    arret: {
      type: 'object', required: ['debut', 'fin'], additionalProperties: false,
      properties: {
        debut: jour('Premier jour d’arrêt.'), fin: jour('Dernier jour prescrit.'), prescritLe: jour('Jour de la prescription.'), envoyeLe: jour('Jour d’envoi de l’avis.'),
        teleconsultation: booleen('Prescrit en téléconsultation.'), traitant: booleen('Par le médecin traitant ou la sage-femme référente.'), impossibilite: booleen('Impossibilité prouvée de consulter.'),
        motifPresent: booleen('L’avis porte un motif.'), depassementMotive: booleen('Le dépassement du plafond est motivé.'), prolongations: { type: ['array', 'null'], items: SCHEMA_PERIODE, maxItems: 100 },
      },
    },
    rapport: {
      type: ['object', 'null'], required: ['controleLe', 'conclusion', 'examenPratique'], additionalProperties: false, description: 'Rapport du médecin contrôleur de l’employeur.',
      properties: { controleLe: texte('Instant du contrôle.', { maxLength: 40 }), conclusion: { type: 'string', enum: [...CONCLUSIONS_EMPLOYEUR] }, examenPratique: booleen('Un examen a été pratiqué.') },
    },
    medical: {
      type: ['object', 'null'], additionalProperties: false,
      properties: { motif: texte('Motif écrit par le prescripteur, scellé.', { maxLength: 8000 }), diagnostics: { type: ['array', 'string', 'null'], items: { type: 'string' }, maxItems: 20, description: 'Codes CIM-10.' } },
    },
  },
};

const PIECE_DATEE = {
  type: 'object', required: ['piece'], properties: { piece: { type: 'string', enum: [...PIECES_ATMP] }, recu_le: jour('Jour de réception de la pièce.'), preuve: { type: 'string', enum: [...PREUVES] } },
};

const SCHEMA_ATMP = {
  type: 'object' as const,
  required: ['source', 'numero', 'unite', 'caisse', 'type', 'objet', 'canal', 'nir', 'medecin', 'recu_le'],
  additionalProperties: false,
  properties: {
    source, numero, unite, caisse, nir,
    type: { type: 'string', enum: ['atmp'] },
    canal: { type: 'string', enum: [...CANAUX_ARRET] },
    medecin: texte('RPPS du médecin auteur du certificat.', { pattern: '^\\d{11}$' }),
    recu_le: texte('Jour de réception à Paris, ou instant avec son fuseau.', { maxLength: 40 }),
    pieces: { type: ['array', 'string', 'null'], items: { oneOf: [{ type: 'string', enum: [...PIECES_ATMP] }, PIECE_DATEE] }, maxItems: 20 },
    objet: { type: 'string', enum: [...OBJETS_ATMP], description: 'Ce qui est à reconnaître.' },
    risque: { type: ['string', 'null'], enum: [...RISQUES_ATMP, null] },
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

/** One new request, as the API describes it, by procedure; `validerDemande` of the core is what checks it. */
export const SCHEMA_DEMANDE = { oneOf: [SCHEMA_ALD, SCHEMA_ARRET, SCHEMA_ATMP] };
