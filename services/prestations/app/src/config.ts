import { ConfigProcessus, EstUrl, Fragment, Variable } from '@sm/platform';
import { ConfigAnalyse } from './piece-jointe.analyse';

/** The whole environment of the service when it runs in a process of its own. */
export class ConfigProcessusPrestations {
  @Fragment() readonly service: ConfigProcessus;

  @Fragment() readonly analyse: ConfigAnalyse;

  /** Address of the directory, without its path. */
  @Variable('SM_URL_REPERTOIRE') @EstUrl('http:', 'https:')
  readonly urlRepertoire: string;
}
