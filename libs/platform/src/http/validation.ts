import { Injectable, ValidationPipe } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import type { ValidationError } from 'class-validator';
import { probleme } from './probleme';
import type { ChampRefuse, ProblemeException } from './probleme';

const CHAMPS_MAX = 100;

const kebab = (nom: string): string => nom.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

/** A field name comes from the sender too: one that does not look like a field is not repeated. */
const nomSur = (nom: string): string => (/^[A-Za-z_][A-Za-z0-9_]{0,39}$|^\d{1,6}$/.test(nom) ? nom : '*');

/** Flattens class-validator's tree into paths and rule names, at most 100 of them. */
export function champsRefuses(erreurs: readonly ValidationError[]): ChampRefuse[] {
  const champs: ChampRefuse[] = [];
  const pile = erreurs.map((erreur) => ({ erreur, parent: '' })).reverse();
  for (let noeud = pile.pop(); noeud !== undefined && champs.length < CHAMPS_MAX; noeud = pile.pop()) {
    const { erreur, parent } = noeud;
    const champ = parent === '' ? nomSur(erreur.property) : `${parent}.${nomSur(erreur.property)}`;
    for (const regle of Object.keys(erreur.constraints ?? {})) champs.push({ champ, code: kebab(regle) });
    for (const enfant of [...(erreur.children ?? [])].reverse()) pile.push({ erreur: enfant, parent: champ });
  }
  return champs.slice(0, CHAMPS_MAX);
}

const refuser = (erreurs: readonly ValidationError[]): ProblemeException =>
  probleme('requete-invalide', 400, { champs: champsRefuses(erreurs) });

/** Nest's pipe: unknown fields are refused, types are taken as sent, nothing received is quoted. */
@Injectable()
export class Validation extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transformOptions: { enableImplicitConversion: false },
      exceptionFactory: refuser,
    });
  }

  /** `@Query('n') n: number` would silently become NaN or 0: text stays text, a DTO with `@EntierDeRequete` converts. */
  protected override transformPrimitive(valeur: unknown): unknown {
    return valeur;
  }
}

const lireEntier = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;

/** Property decorator for query and path DTOs: decimal digits only, within bounds (inclusive). */
export function EntierDeRequete(min: number, max: number): PropertyDecorator {
  return (cible, propriete) => {
    for (const decorateur of [Transform(lireEntier), IsInt(), Min(min), Max(max)]) decorateur(cible, propriete);
  };
}
