// Kills on the separate processes, on PostgreSQL and on the broker, under load, reconciled from outside against a ledger of acknowledged commands.
import { eprouver } from './epreuve.mjs';
import { lireOptions } from './options.mjs';

const depart = performance.now();
const bilan = { passed: 0, failed: 0 };
const dire = (texte) => console.log(`[${((performance.now() - depart) / 1000).toFixed(1).padStart(6)} s] ${texte}`);

function noter(nom, anomalies) {
  bilan[anomalies.length ? 'failed' : 'passed']++;
  dire(`${anomalies.length ? 'ÉCHEC' : 'ok   '} ${nom}${anomalies.map((a) => `\n             ${a}`).join('')}`);
}

async function executer() {
  const o = lireOptions(process.argv.slice(2));
  dire(`chaos : ${o.kills} fautes, ${o.debit} commandes/s, assemblage ${o.assemblage}, --seed ${o.graine}`);
  const r = await eprouver({ ...o, arretPropre: true }, dire, noter);
  const courtier = r.broker ? `, ${r.broker.lus} messages lus chez le courtier dont ${r.broker.repetes} répétés` : '';
  console.log(`\n${r.assauts.tableau()}\n\n${r.evenements.toLocaleString('fr-FR')} événements, ${r.acquittees.toLocaleString('fr-FR')} acquittements en ${r.secondes.toFixed(0)} s${courtier}, --seed ${o.graine}`);
}

try {
  await executer();
} catch (e) {
  noter('chaos interrompu', [e.stack ?? e.message]);
}
console.log(`\n${bilan.passed} passed, ${bilan.failed} failed`);
process.exit(bilan.failed || !bilan.passed ? 1 : 0);
