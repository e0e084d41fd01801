import { ConfigProcessus, Fragment, Variable } from '@sm/platform';
import { IsOptional, Matches } from 'class-validator';

/** What this service alone needs to start. */
export class ConfigOrganisation {
  /** Account that receives the national administration of an empty base, e.g. `machine:amorce`. */
  @Variable('SM_AMORCE_SUB') @IsOptional() @Matches(/^(agent|machine):[A-Za-z0-9._-]{1,64}$/, { message: 'compte attendu, agent:… ou machine:…' })
  readonly amorceSub?: string;
}

/** The whole environment of the service when it runs in a process of its own. */
export class ConfigProcessusOrganisation {
  @Fragment() readonly service: ConfigProcessus;
  @Fragment() readonly organisation: ConfigOrganisation;
}
