import { migrationAcces } from '../acces/migration';
import type { ClasseMigration } from '../db/db';
import { migrationPlateforme } from '../journal/migration';
import { migrationRacines } from '../journal/migration-racines';
import { migrationVerification } from '../journal/migration-verification';
import { migrationRelais } from '../log/kafka/migration';
import { migrationCles } from '../scellement/migration';
import { migrationEmpechements } from '../tenancy/migration';

/** What every service's database holds before its own tables, in order. */
export const migrationsPlateforme = (service: string): ClasseMigration[] => [
  migrationPlateforme(service), migrationRelais(service), migrationVerification(service), migrationCles(service), migrationEmpechements(service), migrationAcces(), migrationRacines(service),
];
