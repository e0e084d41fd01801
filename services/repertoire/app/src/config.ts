import { ConfigProcessus, Fragment } from '@sm/platform';

/** The whole environment of the service when it runs in a process of its own. */
export class ConfigProcessusRepertoire {
  @Fragment() readonly service: ConfigProcessus;
}
