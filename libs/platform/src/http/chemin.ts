import { Injectable } from '@nestjs/common';
import type { PipeTransform } from '@nestjs/common';
import { probleme } from './probleme';

/** Pipe of a path parameter: a UUID, answered in lower case. @throws ProblemeException 400 `identifiant-invalide`. */
@Injectable()
export class UuidDeChemin implements PipeTransform<unknown, string> {
  transform(valeur: unknown): string {
    const texte = typeof valeur === 'string' ? valeur.toLowerCase() : '';
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(texte)) throw probleme('identifiant-invalide', 400);
    return texte;
  }
}

/** Pipe of a path parameter: a positive integer that fits PostgreSQL's `int`. @throws ProblemeException 400 `identifiant-invalide`. */
@Injectable()
export class EntierDeChemin implements PipeTransform<unknown, number> {
  transform(valeur: unknown): number {
    const nombre = typeof valeur === 'string' && /^[1-9]\d{0,9}$/.test(valeur) ? Number(valeur) : 0;
    if (nombre < 1 || nombre > 2_147_483_647) throw probleme('identifiant-invalide', 400);
    return nombre;
  }
}
