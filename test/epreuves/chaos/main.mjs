// Kills on the separate processes, on PostgreSQL and on the broker, under load, reconciled from outside against a ledger of acknowledged commands.
import { BOGUES, eprouverBogue, tableauDesBogues } from './bogues.mjs';
import { sansCourtier } from './courtier.mjs';
import { eprouver } from './epreuve.mjs';
import { lireOptions } from './options.mjs';

/** The two bugs of the short form: one of numbering, one of time. */
const COURTS = ['lecteur-naif', 'minuterie-sans-garde'];
const depart = performance.now();
const bilan = { passed: 0, failed: 0 };
const dire = (texte) => console.log(`[${((performance.now() - depart) / 1000).toFixed(1).padStart(6)} s] ${texte}`);

function noter(nom, anomalies) {
  bilan[anomalies.length ? 'failed' : 'passed']++;
  dire(`${anomalies.length ? 'ÉCHEC' : 'ok   '} ${nom}${anomalies.map((a) => `\n             ${a}`).join('')}`);
}

/** The trial on the platform as it is. */
async function tuer(o) {
  dire(`chaos : ${o.kills} fautes, ${o.debit} commandes/s, assemblage ${o.assemblage}, --seed ${o.graine}`);
  const r = await eprouver({ ...o, arretPropre: true }, dire, noter);
  const courtier = r.broker ? `, ${r.broker.lus} messages lus chez le courtier dont ${r.broker.repetes} répétés` : '';
  console.log(`\n${r.assauts.tableau()}\n\n${r.evenements.toLocaleString('fr-FR')} événements, ${r.acquittees.toLocaleString('fr-FR')} acquittements en ${r.secondes.toFixed(0)} s${courtier}, --seed ${o.graine}\n`);
}

/** The same trial on a platform with a bug: it must be seen. */
async function chercher(bogues, o) {
  const resultats = [];
  for (const bogue of bogues) {
    dire(`bogue planté : ${bogue.nom} (${bogue.quoi})`);
    const r = await eprouverBogue(bogue, o, () => undefined);
    noter(`bogue ${bogue.nom} attrapé en ${r.secondes.toFixed(0)} s${r.attrape ? ` par « ${r.attrape.nom} »` : ''}`, r.faute ? [r.faute] : []);
    resultats.push(r);
  }
  console.log(`\n${tableauDesBogues(resultats)}\n`);
}

function bogueNomme(nom) {
  const trouve = BOGUES.find((b) => b.nom === nom);
  if (!trouve) throw new Error(`--bogue attend ${BOGUES.map((b) => b.nom).join(', ')}`);
  return trouve;
}

async function executer() {
  const o = lireOptions(process.argv.slice(2));
  const absence = sansCourtier();
  const assemblage = o.assemblage ?? (o.court && absence ? 'embarque' : 'services');
  if (assemblage !== 'embarque' && absence && !o.bogues && !o.bogue) throw new Error(`l'assemblage ${assemblage} demande un courtier Kafka : ${absence}`);
  if (o.court && absence) dire(`sans courtier Kafka (${absence}) : le chaos se fait sur le journal embarqué`);
  if (o.bogue) return chercher([bogueNomme(o.bogue)], o);
  if (o.bogues) return chercher(BOGUES.filter((b) => !b.courtier || !absence), o);
  await tuer({ ...o, assemblage });
  if (o.court) await chercher(COURTS.map(bogueNomme), { ...o, assemblage: null });
}

try {
  await executer();
} catch (e) {
  noter('chaos interrompu', [e.message]);
}
console.log(`\n${bilan.passed} passed, ${bilan.failed} failed`);
process.exit(bilan.failed || !bilan.passed ? 1 : 0);
