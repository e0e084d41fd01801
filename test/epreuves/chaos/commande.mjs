import { BOGUES, eprouverBogue, tableauDesBogues } from './bogues.mjs';
import { sansCourtier } from './courtier.mjs';
import { eprouver } from './epreuve.mjs';

/** The bugs of the short form: one of numbering, one of time. */
const COURTS = ['lecteur-naif', 'minuterie-sans-garde'];

/** The trial on the platform as it is. */
async function tuer(o, { dire, noter }) {
  dire(`chaos : ${o.kills} fautes, ${o.debit} commandes/s, assemblage ${o.assemblage}, --seed ${o.graine}`);
  const r = await eprouver({ ...o, arretPropre: true }, dire, noter);
  const courtier = r.broker ? `, ${r.broker.lus} messages lus chez le courtier dont ${r.broker.repetes} répétés` : '';
  const silence = r.silence ? `${r.silence.secondes.toFixed(1)} s, depuis ${r.silence.depuis.toISOString().slice(11, 19)} UTC` : '-';
  console.log(`\n${r.assauts.tableau()}\nguérison après la dernière : ${r.guerisonMs === undefined ? '-' : `${(r.guerisonMs / 1000).toFixed(1)} s`} ; plus long silence de la projection : ${silence}\n\n${r.evenements.toLocaleString('fr-FR')} événements, ${r.acquittees.toLocaleString('fr-FR')} acquittements en ${r.secondes.toFixed(0)} s${courtier}, --seed ${o.graine}\n`);
}

/** The same trial on a platform with a bug: it must be seen. */
async function chercher(bogues, o, { dire, noter }) {
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

/** What each bug needs is there, or the reason why not is said. */
function possibles(bogues, absence, { dire }) {
  if (absence) for (const b of bogues.filter((x) => x.courtier)) dire(`bogue ${b.nom} laissé de côté : ${absence}`);
  return bogues.filter((b) => !b.courtier || !absence);
}

/** Runs what the options of `npm run chaos` ask for. @param bilan where it is told */
export async function chaos(o, bilan) {
  const absence = sansCourtier();
  if (o.bogues || o.bogue) return chercher(possibles(o.bogue ? [bogueNomme(o.bogue)] : BOGUES, absence, bilan), o, bilan);
  const assemblage = o.assemblage ?? (o.court && absence ? 'embarque' : 'services');
  if (assemblage !== 'embarque' && absence) throw new Error(`l'assemblage ${assemblage} demande un courtier Kafka : ${absence}`);
  if (o.court && absence) bilan.dire(`sans courtier Kafka (${absence}) : le chaos se fait sur le journal embarqué`);
  await tuer({ ...o, assemblage }, bilan);
  if (o.court) await chercher(COURTS.map(bogueNomme), { ...o, assemblage: null }, bilan);
}
