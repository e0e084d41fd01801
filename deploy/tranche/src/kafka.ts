export interface Courtier {
  /** `host:port,host:port`. */
  readonly courtiers: string;
  arreter(): Promise<void>;
}

/** The broker of this installation: the one that `SM_KAFKA_COURTIERS` names. */
export async function ouvrirKafka(): Promise<Courtier | null> {
  const courtiers = process.env['SM_KAFKA_COURTIERS'];
  return courtiers ? { courtiers, arreter: async () => undefined } : null;
}
