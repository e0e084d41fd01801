// A scheduler in a process of its own, to be killed: fires what is due in the database given until it is told to stop.
import { ouvrirOrdonnanceur } from './terrain.mjs';

const { db, horloges } = await ouvrirOrdonnanceur(process.argv[2], (e) => console.error(e));
horloges.demarrer(50);
console.log('prêt');
process.once('SIGTERM', () => void horloges.arreter().then(() => db.fermer()).then(() => process.exit(0)));
