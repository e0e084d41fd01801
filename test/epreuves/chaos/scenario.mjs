const JOUR_MS = 86_400_000;
const TSM = 'agent:931066';
const CHEF = 'agent:931001';
const CAISSE = 'agent:CP931001';
const PRATICIENS = ['agent:931002', 'agent:931022'];
const ADMINISTRATEUR = 'machine:amorce';

const parmi = (alea, liste) => liste[Math.floor(alea() * liste.length)];
const jour = (ms) => new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris' }).format(new Date(ms));

/** A request: half of them were received so long ago that the clock of the service level is due as soon as it is armed. */
function tirerDemande(alea, { source, numero, assure, maintenant, complete = true }) {
  const canal = parmi(alea, ['papier', 'pse']);
  const ageJours = alea() < 0.5 ? 0 : 30 + Math.floor(alea() * 200);
  return {
    source, numero, unite: 'ELSM-931', caisse: '931', type: 'ald', nature: alea() < 0.7 ? 'initiale' : 'prolongation', canal: complete ? canal : 'papier',
    nir: assure.nir, medecin: assure.medecin, recu_le: new Date(maintenant - 60_000 - ageJours * JOUR_MS).toISOString(), ald: 8,
    diagnostics: complete ? ['E11'] : [], debut_soins: jour(maintenant - 400 * JOUR_MS), pieces: complete && canal === 'papier' ? ['protocole'] : [],
  };
}

/** Covers that end in years, in months (reminders due at once), or already over (its three clocks due at once). */
const tirerCouverture = (alea, maintenant) => parmi(alea, [{ debut: jour(maintenant) }, { debut: jour(maintenant - 240 * JOUR_MS), dureeAns: 1 }, { debut: jour(maintenant - 400 * JOUR_MS), dureeAns: 1 }]);

const acte = (qui, chemin, corps = {}) => ({ qui, chemin, corps });

function tirerInstruction(alea, maintenant) {
  const praticien = parmi(alea, PRATICIENS);
  const actes = [acte(CHEF, 'affectation', { praticien })];
  if (alea() < 0.25) actes.push(acte(praticien, 'complement-demande', { pieces: ['compte_rendu'] }), acte(TSM, 'complement', { pieces: ['compte_rendu'] }));
  if (alea() < 0.75) {
    actes.push(acte(praticien, 'avis', { sens: 'favorable', ...tirerCouverture(alea, maintenant) }), acte(CAISSE, 'decision', { sens: 'accord', versionAvis: 1 }));
    if (alea() < 0.5) actes.push(acte(TSM, 'signature'));
    actes.push(acte(CAISSE, 'exoneration'));
  } else actes.push(acte(praticien, 'avis', { sens: 'defavorable_medical', motif: 'Critères absents.' }), acte(CAISSE, 'decision', { sens: 'refus', versionAvis: 1 }));
  return actes;
}

function tirerDossier(alea, o) {
  const complete = alea() < 0.85;
  const ouverture = { qui: alea() < 0.5 ? TSM : CAISSE, demande: tirerDemande(alea, { ...o, complete }) };
  const completer = complete ? [] : [acte(TSM, 'pieces', { pieces: ['protocole'], medical: { diagnostics: ['E11'] } }), acte(TSM, 'completude')];
  const suite = alea() < 0.1 ? [acte(TSM, 'annulation', { motif: 'retrait' })] : tirerInstruction(alea, o.maintenant);
  return { genre: 'dossier', ouverture, actes: [...completer, ...suite] };
}

/** A small file of requests, posted under one key. */
const tirerImport = (alea, o) => ({
  genre: 'import', qui: TSM,
  demandes: Array.from({ length: 3 + Math.floor(alea() * 10) }, (_, i) => tirerDemande(alea, { ...o, numero: `${o.numero}-${i}`, assure: parmi(alea, o.assures) })),
});

/** An assignment opened then closed: what every service copies. */
const tirerAffectation = (alea, { numero, maintenant }) => ({
  genre: 'affectation', qui: ADMINISTRATEUR, cloture: alea() < 0.5 ? { au: jour(maintenant) } : null,
  corps: { acteur: `agent:E${numero}`, nom: 'Epreuve', prenom: numero, categorie: 'administratif', unite: 'ELSM-931', role: 'TSM', activite: 'CPR', quotite: 1, du: jour(maintenant - 30 * JOUR_MS) },
});

/**
 * What one client is going to do next: the life of a dossier, a small import or an assignment, drawn by the seed.
 * @param o.source origin of the requests, one for each client; @param o.numero number of the life; @param o.maintenant instant (ms) that the dates start from
 */
export function tirerVie(alea, o) {
  const de = alea();
  const suite = { ...o, assure: parmi(alea, o.assures) };
  if (de < 0.04) return tirerImport(alea, suite);
  return de < 0.08 ? tirerAffectation(alea, suite) : tirerDossier(alea, suite);
}

/** The columns of the intake of requests, in order. */
const COLONNES = ['source', 'numero', 'unite', 'caisse', 'type', 'nature', 'canal', 'nir', 'medecin', 'recu_le', 'ald', 'hors_liste', 'diagnostics', 'debut_soins', 'pieces'];

export const enCsv = (demandes) => `${[COLONNES.join(';'), ...demandes.map((d) => COLONNES.map((c) => (Array.isArray(d[c]) ? d[c].join('|') : (d[c] ?? ''))).join(';'))].join('\n')}\n`;
