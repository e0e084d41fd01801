import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { NATURES_PIECE, TYPES_PIECE } from './piece-jointe.types';

type Schema = Readonly<Record<string, unknown>>;

const UUID = { type: 'string', format: 'uuid' } as const;
const ETAT = { type: 'string', enum: ['en_attente', 'disponible', 'infectee', 'retiree'] } as const;
const ANALYSE = { type: ['string', 'null'], enum: ['clamd', 'aucune', null] } as const;
const objet = (properties: Schema): Schema => ({ type: 'object', required: Object.keys(properties), properties });

const PIECE = objet({ piece: UUID, dossier: UUID, etat: ETAT, analyse: ANALYSE });
const LISTE = objet({
  elements: {
    type: 'array',
    items: objet({
      piece: UUID, nature: { type: 'string', enum: NATURES_PIECE }, type: { type: 'string', enum: TYPES_PIECE }, taille: { type: 'integer', minimum: 1 }, jour: { type: 'string', format: 'date' },
      par: { type: ['string', 'null'] }, origine: { type: 'string', enum: ['service', 'caisse'] }, etat: ETAT, analyse: ANALYSE, titre: { type: ['string', 'null'] },
    }),
  },
  suivant: { type: ['string', 'null'] },
});

const json = (status: number, description: string, schema: Schema): MethodDecorator => ApiResponse({ status, description, content: { 'application/json': { schema } } });
const PROBLEME = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Probleme' } } };

const REFUS: Readonly<Record<number, string>> = {
  400: 'Requête invalide (`requete-invalide`, `identifiant-invalide`, `cle-idempotence-requise`, `curseur-invalide`, `corps-vide`)',
  401: 'Jeton absent ou invalide',
  403: 'Rôle sans ce droit (`interdit`, `secret-medical`)',
  404: 'Dossier ou pièce inconnus, ou d’une autre unité (`dossier-introuvable`, `piece-introuvable`)',
  408: 'Le dépôt est resté trop longtemps muet (`depot-expire`)',
  409: 'La pièce attend son analyse (`piece-en-attente`), ou elle est retirée (`piece-retiree`)',
  410: 'Le contenu n’est plus lisible (`contenu-efface`, `piece-retiree`)',
  413: 'Au-delà du maximum de ce type (`corps-trop-volumineux`)',
  415: 'Type qui n’est pas admis (`type-contenu-refuse`)',
  422: 'Contenu ou motif refusés (`piece-discordante`, `piece-tronquee`, `piece-infectee`, `motif-obligatoire`, `commande-deja-utilisee`)',
  503: 'Service indisponible',
};
const refus = (...statuts: readonly number[]): MethodDecorator =>
  applyDecorators(...statuts.map((status) => ApiResponse({ status, description: REFUS[status]!, content: PROBLEME })));

export const ReponsesDepot = (): MethodDecorator => applyDecorators(json(201, 'Pièce jointe ; `en_attente` tant qu’aucune analyse n’a pu la lire', PIECE), refus(400, 401, 403, 404, 408, 410, 413, 415, 422, 503));
export const ReponsesListe = (): MethodDecorator => applyDecorators(json(200, 'Pièces du dossier', LISTE), refus(400, 401, 403, 404, 503));
export const ReponsesActe = (): MethodDecorator => applyDecorators(json(200, 'Pièce après l’acte', PIECE), refus(400, 401, 403, 404, 409, 410, 413, 415, 422, 503));
export const ReponsesLecture = (): MethodDecorator =>
  applyDecorators(
    ApiResponse({ status: 200, description: 'Contenu, en téléchargement', content: Object.fromEntries(TYPES_PIECE.map((t) => [t, { schema: { type: 'string', format: 'binary' } }])) }),
    refus(400, 401, 403, 404, 409, 410, 422, 503),
  );
