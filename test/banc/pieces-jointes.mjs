// Memory and pace of one large attachment through the public door of a running slice, in then out. node test/banc/pieces-jointes.mjs [MiB]
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { clearInterval, setInterval } from 'node:timers';
import { Jetons } from '../epreuves/chaos/jetons.mjs';
import { COMPTES, Vies } from '../epreuves/canaris/vies.mjs';
import { Marques } from '../epreuves/canaris/marques.mjs';
import { Porte } from '../epreuves/canaris/porte.mjs';
import { Hote } from '../epreuves/hote.mjs';

const MIO = 1_048_576;
const taille = Number(process.argv[2] ?? 199) * MIO;
const hote = new Hote(300);
await hote.demarrer();
await hote.attendreCharge(300_000);
const { url } = hote.adresse();
const jetons = new Jetons(hote.etat, url);
const marques = new Marques();
const vies = new Vies(new Porte(url, jetons, marques), marques, hote.fichiers);
const dossier = await vies.ouvrir(vies.ald());
const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${hote.pid}/status`, 'utf8'))[1]) / 1024;
const morceau = randomBytes(MIO);

async function mesurer(nom, octets, faire) {
  const [avant, debut] = [rss(), performance.now()];
  let maxi = avant;
  const veille = setInterval(() => (maxi = Math.max(maxi, rss())), 20);
  const rendu = await faire();
  clearInterval(veille);
  const s = (performance.now() - debut) / 1000;
  console.log(`${nom} : ${Math.round(octets / MIO)} Mio en ${s.toFixed(1)} s (${Math.round(octets / MIO / s)} Mio/s), mémoire de l'hôte ${Math.round(avant)} Mo, au plus ${Math.round(maxi)} Mo (+${Math.round(maxi - avant)})`);
  return rendu;
}

async function* corps(octets) {
  yield Buffer.from('%PDF-1.7\n');
  for (let n = 0; n < octets; n += MIO) yield morceau;
  yield Buffer.from('\n%%EOF\n');
}

async function joindre(octets) {
  const headers = { authorization: `Bearer ${jetons.de(COMPTES.tsm)}`, 'content-type': 'application/pdf', 'idempotency-key': randomUUID() };
  const r = await fetch(`${url}/api/prestations/dossiers/${dossier}/pieces-jointes?nature=imagerie`, { method: 'POST', headers, body: corps(octets), duplex: 'half' });
  if (r.status !== 201) throw new Error(`dépôt : ${r.status} ${await r.text()}`);
  return (await r.json()).piece;
}

async function relire(piece) {
  const r = await fetch(`${url}/api/prestations/dossiers/${dossier}/pieces-jointes/${piece}?motif=qualite`, { headers: { authorization: `Bearer ${jetons.de(COMPTES.mc)}` } });
  let lus = 0;
  for await (const octets of r.body) lus += octets.length;
  if (r.status !== 200 || lus !== Number(r.headers.get('content-length'))) throw new Error(`lecture : ${r.status}, ${lus} octets`);
}

await relire(await joindre(10 * MIO));
const piece = await mesurer('dépôt', taille, () => joindre(taille));
await mesurer('lecture', taille, () => relire(piece));
await hote.arreter();
