import { demarrerKafka } from '@sm/kafka';

export interface Courtier {
  /** `host:port,host:port`. */
  readonly courtiers: string;
  arreter(): Promise<void>;
}

/** The brokers that `SM_KAFKA_COURTIERS` names, else the one of this installation, started here. @throws Error in French when there is neither (no Java 17) */
export async function ouvrirKafka(dossierEtat: string, dire: (texte: string) => void): Promise<Courtier> {
  const donnes = process.env['SM_KAFKA_COURTIERS'];
  if (donnes) {
    dire(`Kafka : ${donnes}`);
    return { courtiers: donnes, arreter: async () => undefined };
  }
  const courtier = await demarrerKafka({ dossierEtat, journal: dire });
  dire(`Kafka ${courtier.reutilise ? 'retrouvé' : 'démarré'} (processus ${courtier.pid}), ${courtier.courtiers}`);
  return courtier;
}
