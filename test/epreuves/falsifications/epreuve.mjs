// Random tamperings by the owner of a base, each in a transaction that is rolled back: the platform's verifier must name the unit and the place of each, and nothing on the untouched chains.
import { hasard } from '../hasard.mjs';
import { fauter, tirerFaute } from './fautes.mjs';
import { LONGUEURS, jeterScene, preparerScene, verificateurDans } from './scene.mjs';

const PAS_TEMOIN = 500;
const PAS_DIT = 1000;

async function annuler(source, faire) {
  const runner = source.createQueryRunner();
  await runner.connect();
  await runner.query('BEGIN');
  try {
    return await faire(runner.manager);
  } finally {
    await runner.query('ROLLBACK');
    await runner.release();
  }
}

/** Breaks found in the base alone, then with the roots of the level above when the base no longer has its own. */
async function chercher(tx, scene, avecExport) {
  const v = verificateurDans(tx, scene.cles);
  const { ruptures } = await v.verifierTout();
  return avecExport ? [...ruptures, ...(await v.confronterAvec(scene.racinesExportees)).ruptures.values()] : ruptures;
}

const place = (r) => `${r.unite}:${r.rang}${r.jusqua ? `-${r.jusqua}` : ''} ${r.genre}`;
const contient = (r, f) => r.unite === f.unite && r.rang <= f.rang && f.rang <= (r.jusqua ?? r.rang);

/** The unit is the right one and no other is accused; the place holds the lowest rank touched. */
function juger(ruptures, faute) {
  const ailleurs = ruptures.filter((r) => r.unite !== faute.unite && !(faute.nom.includes('unite') && r.genre));
  if (!ruptures.length) return 'passe inaperçue';
  if (ailleurs.length) return `accuse ailleurs : ${ailleurs.map(place)}`;
  return ruptures.some((r) => contient(r, faute)) ? null : `mal placée : ${ruptures.map(place)}`;
}

/** @param bilan where the trial tells what it finds; `nombre` tamperings drawn from `graine` */
export async function eprouverFalsifications({ urlAdmin, nombre, graine }, bilan) {
  bilan.dire(`épreuve de falsifications : ${nombre} falsifications, --graine ${graine}`);
  const alea = hasard(graine);
  const scene = await preparerScene(urlAdmin, alea);
  const manquees = [];
  const comptes = new Map();
  let temoins = 0;
  const debut = performance.now();
  const controler = async () => {
    const ruptures = await annuler(scene.source, (tx) => chercher(tx, scene, true));
    if (ruptures.length) manquees.push(`chaînes intactes accusées : ${ruptures.map(place)}`);
    temoins++;
  };
  try {
    for (let i = 0; i < nombre; i++) {
      if (i % PAS_TEMOIN === 0) await controler();
      if (i && i % PAS_DIT === 0) bilan.dire(`${i} falsifications, ${i - manquees.length} trouvées`);
      const faute = tirerFaute(alea, LONGUEURS);
      const defaut = await annuler(scene.source, async (tx) => {
        await fauter(tx, faute);
        return juger(await chercher(tx, scene, faute.sansRacines), faute);
      }).catch((e) => `erreur : ${e.message}`);
      if (defaut) manquees.push(`n° ${i} ${faute.nom}, unité ${faute.unite} rang ${faute.rang} : ${defaut}`);
      comptes.set(faute.genre, (comptes.get(faute.genre) ?? 0) + 1);
    }
    await controler();
  } finally {
    await jeterScene(scene.source, urlAdmin);
  }
  const secondes = ((performance.now() - debut) / 1000).toFixed(1);
  bilan.dire(`${[...comptes].map(([g, n]) => `${g} ${n}`).join(', ')} ; ${temoins} contrôles de chaînes intactes ; ${secondes} s`);
  bilan.noter(`falsifications : ${nombre - manquees.length} trouvées sur ${nombre}, chacune à son unité et à sa place`, manquees.slice(0, 20));
}
