import { Injectable, type PipeTransform } from '@nestjs/common';
import { probleme } from '@sm/platform';

/** Pipe of a command that says everything in its address: a body, if any, must be an empty object. @throws ProblemeException 400 `requete-invalide` */
@Injectable()
export class SansCorps implements PipeTransform<unknown, Readonly<Record<string, never>>> {
  transform(corps: unknown): Readonly<Record<string, never>> {
    if (corps === undefined || corps === null) return {};
    if (typeof corps !== 'object' || Array.isArray(corps) || Object.keys(corps).length > 0) throw probleme('requete-invalide', 400, { champs: [{ champ: '*', code: 'champ-inconnu' }] });
    return {};
  }
}
