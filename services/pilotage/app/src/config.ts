import { ConfigProcessus, Fragment } from '@sm/platform';

/** The whole environment of the service when it runs in a process of its own. */
export class ConfigProcessusPilotage {
  @Fragment() readonly service: ConfigProcessus;
}
