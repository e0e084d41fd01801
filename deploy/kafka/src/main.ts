import { join } from 'node:path';
import { dossierEtatDe } from '@sm/platform/postgres';
import { arreterKafka, demarrerKafka, effacerKafka, etatKafka } from './courtier';

const dire = (message: string): void => console.log(message);
const dossierEtat = dossierEtatDe(join(__dirname, '..', '..', '..'));

const COMMANDES: Readonly<Record<string, () => Promise<void>>> = {
  demarrer: async () => {
    const { courtiers, pid, reutilise } = await demarrerKafka({ dossierEtat, journal: dire, detache: true });
    dire(`Kafka ${reutilise ? 'tourne' : 'est démarré'} sur ${courtiers} (processus ${pid}, état dans ${join(dossierEtat, 'kafka')}).`);
  },
  arreter: async () => dire((await arreterKafka(dossierEtat)) ? 'Kafka est arrêté.' : 'Kafka ne tournait pas.'),
  effacer: async () => {
    await effacerKafka(dossierEtat);
    dire(`L'état de Kafka est effacé (${join(dossierEtat, 'kafka')}).`);
  },
  etat: async () => {
    const etat = await etatKafka(dossierEtat);
    dire(etat ? `Kafka tourne sur ${etat.courtiers} (processus ${etat.pid})${etat.repond ? '' : ', mais ne répond pas'}.` : 'Kafka ne tourne pas.');
  },
};

const commande = COMMANDES[process.argv[2] ?? ''];
if (!commande) {
  console.error(`Commandes : ${Object.keys(COMMANDES).join(', ')}.`);
  process.exitCode = 2;
} else {
  commande().catch((e: Error) => {
    console.error(e.message);
    process.exitCode = 1;
  });
}
