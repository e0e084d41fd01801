// Kills on the separate processes, on PostgreSQL and on the broker, under load, reconciled from outside against a ledger of acknowledged commands.
import { Bilan } from '../bilan.mjs';
import { chaos } from './commande.mjs';
import { lireOptions } from './options.mjs';

const bilan = new Bilan();
await bilan.conclure('chaos', async () => chaos(lireOptions(process.argv.slice(2)), bilan));
