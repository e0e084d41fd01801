import { avecBase } from '../base.mjs';
import { finsDuJournal } from '../avancement.mjs';
import { controlesCommuns } from '../controles.mjs';
import { SERVICES } from './plateforme.mjs';
import { plierCompteurs, plierFaits, texteFait } from './plis.mjs';
import { chiffresDuRegistre, commandes, diffusion, ecarts, horloges, marques, numerotation, resumer, versions } from './rapprochement.mjs';
import { estCompacte, lireCopies, lireCourtier, lireHorloges, lireJournal, lireProjection, octetsAttendus } from './releve.mjs';
import { mouvementsDeMarques, passagesDHorloges, silenceDeLaProjection } from './temoin.mjs';

const DOSSIERS = 'sm.prestations.dossier.v1';

async function controlerService(etat, service, ledger, noter) {
  const fins = await finsDuJournal(etat);
  return avecBase(etat, service, async (c) => {
    await c.query('BEGIN');
    for (const { nom, verifier } of controlesCommuns(service)) noter(`${service} : ${nom}`, await verifier(c, { fins }));
    await c.query('COMMIT');
    const journal = await lireJournal(c);
    noter(`${service} : numéros, ligne à ligne`, resumer(numerotation(journal)));
    noter(`${service} : marques toujours en avant`, resumer(marques(await mouvementsDeMarques(c))));
    const siennes = ledger.filter((l) => (l.service ?? 'prestations') === service);
    if (siennes.length) noter(`${service} : ${siennes.length} lignes du registre, au journal une fois chacune`, resumer(commandes(siennes, journal)));
    if (service === 'prestations') {
      noter('prestations : versions denses et dans l’ordre', resumer(versions(journal)));
      const echeances = journal.filter((j) => j.interne === 'EcheanceSignalee').map(({ dossier, nature, enregistre }) => ({ dossier, nature, enregistre }));
      const lues = await lireHorloges(c);
      noter(`prestations : ${lues.filter((h) => h.statut === 'echue').length} horloges tirées, une fois chacune, aucune avant l’heure`, resumer(horloges(lues, echeances, await passagesDHorloges(c), Date.now())));
    }
    return journal;
  });
}

async function controlerProjection(etat, journal, noter) {
  const faits = plierFaits(journal.filter((j) => j.topic === DOSSIERS && j.seq !== null).map((j) => ({ type: j.type, octets: j.public })));
  const lue = await avecBase(etat, 'pilotage', lireProjection);
  noter(`pilotage : ${faits.size} faits, ceux du journal replié`, resumer(ecarts('fait', new Map([...faits].map(([cle, f]) => [cle, texteFait(f)])), lue.faits)));
  noter('pilotage : compteurs recalculés', resumer(ecarts('compteur', plierCompteurs(faits), lue.compteurs)));
}

/** Copies of the organisation: the last version that its journal published, the same in every service. */
async function controlerCopies(etat, journal, noter) {
  const dernieres = new Map();
  for (const j of journal.filter((l) => l.seq !== null)) dernieres.set(`${j.topic.split('.')[2]} ${j.cle}`, j.version);
  const temoin = await avecBase(etat, 'organisation', lireCopies);
  for (const service of SERVICES) {
    const copies = await avecBase(etat, service, lireCopies);
    const versionsLues = new Map([...copies].map(([cle, texte]) => [cle, Number(texte.split(' ')[0])]));
    noter(`${service} : copies de l’organisation`, resumer([...ecarts('copie', dernieres, versionsLues), ...ecarts('copie', temoin, copies)]));
  }
}

async function controlerCourtier(courtiers, journaux, noter) {
  const recus = await lireCourtier(courtiers);
  let lus = 0;
  let repetes = 0;
  for (const service of SERVICES) {
    const attendus = octetsAttendus(service, journaux[service]);
    const anomalies = [...attendus].flatMap(([ou, octets]) => {
      const vus = recus.get(ou) ?? [];
      lus += vus.length;
      repetes += vus.length - new Set(vus.map((v) => v.seq)).size;
      return diffusion(ou, octets, vus, estCompacte(ou.split('/')[0]));
    });
    noter(`Kafka : le journal de ${service}, numéro par numéro, octet par octet`, resumer(anomalies));
  }
  return { lus, repetes };
}

const CODES = ['IND-002-29', 'IND-002-30', 'IND-002-31', 'ALD-01', 'ALD-02', 'ALD-03'];

async function controlerRapport(lireRapport, ledger, noter) {
  const attendus = chiffresDuRegistre(ledger);
  for (const [annee, voulus] of Object.entries(attendus)) {
    const rapport = await lireRapport(annee);
    const lus = new Map(rapport.sections.flatMap((s) => s.chiffres).map((c) => [c.id, c.valeur ?? 0]));
    const anomalies = CODES.filter((code) => (voulus[code] ?? 0) !== lus.get(code)).map((code) => `${code} : ${voulus[code] ?? 0} au registre, ${lus.get(code)} servi`);
    noter(`rapport ${annee} : les comptes du registre (${voulus['ALD-01'] ?? 0} reçues)`, anomalies);
  }
}

/**
 * Everything that must hold once the platform has healed, read in its databases and its topics, never asked of it.
 * @param o {etat, courtiers, ledger, lireRapport, noter}
 */
export async function rapprocher({ etat, courtiers, ledger, lireRapport, noter }) {
  const journaux = {};
  for (const service of SERVICES) journaux[service] = await controlerService(etat, service, ledger, noter);
  await controlerProjection(etat, journaux.prestations, noter);
  await controlerCopies(etat, journaux.organisation, noter);
  const broker = courtiers ? await controlerCourtier(courtiers, journaux, noter) : null;
  await controlerRapport(lireRapport, ledger, noter);
  return { evenements: SERVICES.reduce((n, s) => n + journaux[s].length, 0), broker, silence: await avecBase(etat, 'pilotage', silenceDeLaProjection) };
}
