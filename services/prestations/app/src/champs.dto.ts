import { applyDecorators } from '@nestjs/common';
import { jourValide, nirValide, normaliserNir } from '@sm/kernel';
import { cim10Valide, nomRevelateur } from '@sm/nomenclatures';
import { PIECES } from '@sm/prestations-domaine';
import { ArrayMaxSize, IsArray, IsIn, IsString, Matches, MaxLength, ValidateBy, type ValidationOptions } from 'class-validator';

const TEXTE_MAX = 8000;
const CONTROLE_HORS_LIGNES = /[^\P{Cc}\t\n\r]|\p{Cs}/u;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

const regle = (name: string, admet: (texte: string) => boolean, schema: object, options?: ValidationOptions): PropertyDecorator =>
  ValidateBy({ name, constraints: [{ schema }], validator: { validate: (valeur) => typeof valeur === 'string' && admet(valeur), defaultMessage: () => name } }, options);

const jourBorne = (jour: string): boolean => jourValide(jour) && jour >= '1900-01-01' && jour <= '2199-12-31';

/** A local day that exists, `YYYY-MM-DD`, 1900 to 2199. */
export const Jour = (): PropertyDecorator => applyDecorators(IsString(), MaxLength(10), regle('dateInvalide', jourBorne, { format: 'date' }));

/** An instant with its zone, on a day that exists. */
export const InstantZone = (): PropertyDecorator =>
  applyDecorators(IsString(), MaxLength(40), regle('dateInvalide', (texte) => {
    const jour = INSTANT.exec(texte)?.[1];
    return jour !== undefined && jourBorne(jour);
  }, { format: 'date-time' }));

/** A label that lists, agendas and letters show: it may not name a sensitive kind of case (processes.md §2.1, point 6). */
export const LibelleNeutre = (): PropertyDecorator => applyDecorators(IsString(), regle('libelleRevelateur', (texte) => !nomRevelateur(texte), {}));

/** Medical text: sealed before it is written, never quoted in an error. */
export const TexteMedical = (): PropertyDecorator => applyDecorators(IsString(), MaxLength(TEXTE_MAX), regle('caractereInterdit', (texte) => !CONTROLE_HORS_LIGNES.test(texte), {}));

export const NirDeclare = (): PropertyDecorator =>
  applyDecorators(IsString(), MaxLength(30), regle('nirInvalide', (texte) => {
    const nir = normaliserNir(texte);
    return nir !== null && nirValide(nir);
  }, { description: 'NIR ou NIA, 13 caractères et clé.' }));

export const CodesCim10 = (): PropertyDecorator => applyDecorators(IsArray(), ArrayMaxSize(20), regle('valeurHorsListe', cim10Valide, { type: 'string', pattern: '^[A-Z][0-9]{2}', description: 'Code CIM-10.' }, { each: true }));
export const ListeDePieces = (): PropertyDecorator => applyDecorators(IsArray(), ArrayMaxSize(20), IsIn(PIECES, { each: true }));
export const AgentNomme = (): PropertyDecorator => applyDecorators(IsString(), MaxLength(80), Matches(/^agent:[A-Za-z0-9._-]{1,64}$/));
