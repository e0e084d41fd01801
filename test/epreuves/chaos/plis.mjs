import { createRequire } from 'node:module';

const { Canal, ConclusionArret, ConclusionAtmp, ModeControle, NatureDemande, ObjetAtmp, Regime, Risque, Sens, TypeDossier, decoder } = createRequire(import.meta.url)('@sm/contracts');

const RETRAIT = 2_147_483_647;
const JOURS_MAX = 367;
const MESURES = [
  { code: 'ald.demande', fait: 'recue', axes: ['caisse', 'canal', 'departement', 'nature'] },
  { code: 'ald.avis', fait: 'traitee', axes: ['caisse', 'canal', 'departement', 'nature', 'regime', 'sens'] },
  { code: 'ald.delai', fait: 'traitee', axes: ['caisse', 'delai', 'departement', 'nature'] },
  { code: 'arret.avis', fait: 'avis_arret', axes: ['caisse', 'conclusion', 'departement', 'mode', 'risque'] },
  { code: 'arret.notice', fait: 'notice_arret', axes: ['caisse', 'canal', 'departement', 'nature', 'risque'] },
  { code: 'atmp.avis', fait: 'avis_atmp', axes: ['caisse', 'conclusion', 'departement', 'objet', 'risque'] },
  { code: 'mp.avis', fait: 'avis_mp', axes: ['caisse', 'conclusion', 'departement'] },
];

const nom = (table, valeur) => (valeur === undefined ? undefined : String(table[valeur]).toLowerCase());
const axe = (valeurs) => Object.keys(valeurs).sort().filter((k) => valeurs[k]).map((k) => `${k}=${valeurs[k]}`).join(',') || '*';

const retirer = (commun, faits) => faits.map((fait) => ({ ...commun, fait, version: RETRAIT, axes: {}, jour: null, valeur: null }));

function faitsArret(type, e, commun) {
  const risque = nom(Risque, e.risque);
  if (type === 'AvisRendu') return [{ ...commun, fait: 'avis_arret', version: e.versionAvis, axes: { risque, mode: nom(ModeControle, e.mode), conclusion: nom(ConclusionArret, e.conclusionArret) }, jour: e.renduLe, valeur: null }];
  if (type === 'AvisArretRecu') return [{ ...commun, fait: 'notice_arret', version: 1, axes: { risque, canal: nom(Canal, e.canal), nature: nom(NatureDemande, e.nature) }, jour: e.recuLe, valeur: null }];
  return type === 'DossierAnnule' ? retirer(commun, ['avis_arret']) : [];
}

function faitsAtmp(type, e, commun) {
  if (type === 'DossierAnnule') return retirer(commun, ['avis_atmp', 'avis_mp']);
  if (type !== 'AvisRendu') return [];
  const axes = { objet: nom(ObjetAtmp, e.objet), conclusion: nom(ConclusionAtmp, e.conclusionAtmp), risque: nom(Risque, e.risque) };
  return [{ ...commun, fait: e.objet === ObjetAtmp.RECONNAISSANCE_MP ? 'avis_mp' : 'avis_atmp', version: e.versionAvis, axes, jour: e.renduLe, valeur: null }];
}

/** The facts that one public message of a dossier gives, written again from the description of the counters and not from pilotage's code. */
function faitsDe({ type, octets }) {
  const { donnees: e } = decoder('sm.prestations.dossier.v1', octets);
  if (!e) return [];
  const commun = { dossier: e.dossierId, unite: e.unite, departement: e.departement, caisse: e.caisse };
  if (e.typeDossier === TypeDossier.ARRET) return faitsArret(type, e, commun);
  if (e.typeDossier === TypeDossier.ATMP) return faitsAtmp(type, e, commun);
  if (e.typeDossier !== TypeDossier.ALD) return [];
  const axes = { nature: nom(NatureDemande, e.nature), canal: nom(Canal, e.canal) };
  if (type === 'DemandeRecue') return [{ ...commun, fait: 'recue', version: 1, axes, jour: e.recuLe, valeur: null }];
  if (type === 'DossierAnnule') return retirer(commun, ['recue', 'traitee']);
  if (type !== 'AvisRendu') return [];
  const sens = nom(Sens, e.sens) === 'defavorable_administratif' ? 'defavorable_admin' : nom(Sens, e.sens);
  return [{ ...commun, fait: 'traitee', version: e.versionAvis, axes: { ...axes, sens, regime: nom(Regime, e.regime) }, jour: e.renduLe, valeur: e.delaiJours }];
}

/** Folds the numbered log of dossiers into facts: the greatest version of each holds. @param messages {type, octets}[] in any order */
export function plierFaits(messages) {
  const faits = new Map();
  for (const m of messages) {
    for (const f of faitsDe(m)) {
      const cle = `${f.dossier}|${f.fait}`;
      if ((faits.get(cle)?.version ?? -1) < f.version) faits.set(cle, f);
    }
  }
  return faits;
}

/** A fact as the table of pilotage holds it, in one line of text. */
export const texteFait = (f) => [f.version, f.unite, f.departement, f.caisse, axe(f.axes), f.jour ?? '-', f.valeur ?? '-'].join(' ');

/** Counters of a day, cell by cell, that these facts give. */
export function plierCompteurs(faits) {
  const cellules = new Map();
  for (const f of faits.values()) {
    if (f.jour === null) continue;
    const valeurs = { ...f.axes, caisse: f.caisse, departement: f.departement, ...(f.valeur === null ? {} : { delai: String(Math.min(f.valeur, JOURS_MAX)) }) };
    for (const m of MESURES.filter((x) => x.fait === f.fait)) {
      const cle = [f.unite, m.code, f.jour, axe(Object.fromEntries(m.axes.map((a) => [a, valeurs[a]])))].join('|');
      cellules.set(cle, (cellules.get(cle) ?? 0) + 1);
    }
  }
  return cellules;
}
