import { exempleDe, type Schema } from './openapi-exemple';
import type { OperationLue } from './openapi-refus';
import type { TraitsRoute } from './openapi-routes';

/** What a parameter means, by its name: one name has one meaning in the whole platform. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  id: 'Identifiant de l’objet.', limite: 'Nombre d’éléments de la page.', curseur: 'Curseur rendu par la page précédente.', unite: 'Code de l’unité.', annee: 'Année.', jour: 'Jour local, AAAA-MM-JJ.', du: 'Premier jour.',
  au: 'Dernier jour.', horizon: 'Jours à venir, le dernier compris.', statut: 'Statuts retenus.', type: 'Type d’unité.', code: 'Code de l’unité, stable ou du jour.', acteur: 'Agent ou compte de machine.', flux: 'Nom du flux déposé.',
  format: 'Format demandé.', praticien: 'Agent, ou `moi`.', perimetre: 'Périmètre de lecture des chiffres.', carte: 'Jour de la carte, pour le périmètre constant.', niveau: 'Niveau des unités.', indicateur: 'Code de l’indicateur.',
  motif: 'Motif de la lecture.', mode: 'Mode du rendez-vous.', nature: 'Nature de l’échéance.', proprietaire: 'À qui l’échéance appartient.', genre: 'Acte du service, ou présomption.', rpps: 'Numéro RPPS.', finess: 'Numéro FINESS.',
  departement: 'Code du département.', specialite: 'Spécialité.', dossier: 'Identifiant du dossier.', personne: 'Identifiant de la personne.', sort: 'Ce que la sélection a fait de l’avis.', tardif: 'Avis reçu en retard.', procedure: 'Procédure du dossier.', canal: 'Canal de réception.', retard: 'En retard seulement.',
  edition: 'Édition interne, ou diffusable.', mois: 'Mois de l’édition diffusable, AAAA-MM.', source: 'Source des événements.', apres: 'Dernier rang déjà lu.', pj: 'Identifiant de la pièce jointe.', resultat: 'Lecture faite, ou refusée.', revue: 'Suite donnée à la lecture.',
};
const PATTERN: Readonly<Record<string, Schema>> = {
  'idempotency-key': { type: 'string', pattern: '^[A-Za-z0-9_-]{8,128}$' },
  'if-match': { type: 'string', pattern: '^(?:W/)?"(?:0|[1-9][0-9]{0,8})"$' },
};
const EXEMPLES: Readonly<Record<string, string>> = { 'idempotency-key': 'commande-2026-000001', 'if-match': '"7"' };

/** Completes the parameters and the body of an operation: meaning, form, invented example. */
export function documenterParametres(operation: OperationLue, traits: TraitsRoute | undefined, schemas: Readonly<Record<string, Schema>>): void {
  for (const p of operation.parameters ?? []) {
    const cle = p.name.toLowerCase();
    if (p.in === 'header') p.schema = { ...p.schema, ...PATTERN[cle] };
    if (p.in === 'path' && traits?.uuids.includes(p.name)) p.schema = { type: 'string', format: 'uuid' };
    if (p.in === 'path' && traits?.entiers.includes(p.name)) p.schema = { type: 'integer', minimum: 1, maximum: 2_147_483_647 };
    p.description ??= DESCRIPTIONS[p.name] ?? '';
    p.example ??= EXEMPLES[cle] ?? exempleDe(p.schema ?? {}, schemas, p.name);
  }
  corps(operation, traits, schemas);
}

function corps(operation: OperationLue, traits: TraitsRoute | undefined, schemas: Readonly<Record<string, Schema>>): void {
  const contenus = operation.requestBody?.content;
  if (traits?.corpsLibre && !Object.values(contenus ?? {}).some((c) => c.schema?.['oneOf'] ?? c.schema?.['properties'])) {
    operation.requestBody = { required: false, content: { 'application/json': { schema: { type: 'object', maxProperties: 0, description: 'Rien : tout est dans l’adresse.' }, example: {} } } };
    return;
  }
  for (const [type, media] of Object.entries(contenus ?? {})) {
    if (type === 'application/json' && media.schema) media.example ??= exempleDe(media.schema, schemas);
  }
}
