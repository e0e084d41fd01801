import { createRequire } from 'node:module';

const { Canal, NatureDemande, Regime, Sens, TypeDossier, decoder } = createRequire(import.meta.url)('@sm/contracts');

const RETRAIT = 2_147_483_647;
const JOURS_MAX = 367;
const MESURES = [
  { code: 'ald.demande', fait: 'recue', axes: ['caisse', 'canal', 'departement', 'nature'] },
  { code: 'ald.avis', fait: 'traitee', axes: ['caisse', 'canal', 'departement', 'nature', 'regime', 'sens'] },
  { code: 'ald.delai', fait: 'traitee', axes: ['caisse', 'delai', 'departement', 'nature'] },
];

const nom = (table, valeur) => (valeur === undefined ? undefined : String(table[valeur]).toLowerCase());
const axe = (valeurs) => Object.keys(valeurs).sort().filter((k) => valeurs[k]).map((k) => `${k}=${valeurs[k]}`).join(',') || '*';

/** The facts that one public message of a dossier gives, written again from the description of the counters and not from pilotage's code. */
function faitsDe({ type, octets }) {
  const { donnees: e } = decoder('sm.prestations.dossier.v1', octets);
  if (!e || e.typeDossier !== TypeDossier.ALD) return [];
  const commun = { dossier: e.dossierId, unite: e.unite, departement: e.departement, caisse: e.caisse };
  const axes = { nature: nom(NatureDemande, e.nature), canal: nom(Canal, e.canal) };
  if (type === 'DemandeRecue') return [{ ...commun, fait: 'recue', version: 1, axes, jour: e.recuLe, valeur: null }];
  if (type === 'DossierAnnule') return ['recue', 'traitee'].map((fait) => ({ ...commun, fait, version: RETRAIT, axes: {}, jour: null, valeur: null }));
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
