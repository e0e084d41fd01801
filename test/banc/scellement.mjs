// Cost of sealing on what an import seals: one key, one blob and two events a dossier, beside the same encoding without it. node test/banc/scellement.mjs [dossiers] [processor ms of the import for as many]
import { createRequire } from 'node:module';
import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const racine = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const { Scellement, cleDepuisHex, scellerAvec } = createRequire(import.meta.url)(path.join(racine, 'libs', 'platform', 'dist', 'index.js'));
const n = Number(process.argv[2] ?? 86_192);
const importMs = Number(process.argv[3] ?? 0);
const medical = { demande: { ald: 8, diagnostics: ['E11'], debutSoins: '2016-01-05', soins: 'Suivi diabétologique, rétinographie annuelle, bilan rénal, éducation thérapeutique.' }, notes: [{ nature: 'avis', rang: 1, texte: 'Critères de l’article D.322-1 réunis.' }] };
const ids = Array.from({ length: n }, () => randomUUID());
const s = new Scellement(cleDepuisHex(randomBytes(32).toString('hex')));
const { cle: cle_maitre, octets: enveloppe } = await s.creerCleUnite(931, 1);
const unite = await s.ouvrirCleUnite(931, [{ version: 1, cle_maitre, enveloppe }]);

function avec() {
  let octets = 0;
  for (const id of ids) {
    const { cle, enveloppe: e } = s.nouvelleCleDossier(unite, id);
    octets += e.length + scellerAvec(cle, `${id}|dossier|${id}|1`, JSON.stringify(medical)).length;
    for (const v of [1, 2]) octets += scellerAvec(cle, `${id}|journal|${v}`, JSON.stringify(medical.demande)).length;
  }
  return octets;
}
function sans() {
  let octets = 0;
  for (let i = 0; i < ids.length; i++) {
    octets += Buffer.from(JSON.stringify(medical)).length;
    for (let v = 0; v < 2; v++) octets += Buffer.from(JSON.stringify(medical.demande)).length;
  }
  return octets;
}
/** Processor time, which a busy machine does not stretch as it does the clock. */
const chronometrer = (faire) => Array.from({ length: 3 }, () => {
  const t = process.cpuUsage();
  faire();
  const { user, system } = process.cpuUsage(t);
  return (user + system) / 1000;
}).sort((x, y) => x - y)[1];
avec();
const [a, b] = [chronometrer(avec), chronometrer(sans)];
console.log(`${n} dossiers : ${a.toFixed(0)} ms de processeur scellés, ${b.toFixed(0)} ms en clair ; le scellement coûte ${(a - b).toFixed(0)} ms (${((a - b) / n * 1000).toFixed(1)} µs un dossier)${importMs ? `, ${((a - b) / importMs * 100).toFixed(1)} % d’un import de ${importMs} ms de processeur` : ''}`);
