import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attendre } from '../processus.mjs';

export const COMPTES = {
  tsm: 'agent:931066', chef: 'agent:931001', mc: 'agent:931002', mc2: 'agent:931022', ism: 'agent:931038', accueil: 'agent:931033', chiffres: 'agent:931047', caisse: 'agent:CP931001',
  voisin: 'agent:921001', region: 'agent:IDF001', nation: 'agent:CNAM001', audit: 'agent:CNAM003', reprise: 'machine:reprise-931',
};
const { tsm, chef, mc, mc2, ism, caisse } = COMPTES;
const JOUR_MS = 86_400_000;
const jour = (decalage) => new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris' }).format(new Date(Date.now() + decalage * JOUR_MS));
const instant = (decalageMs) => new Date(Date.now() + decalageMs).toISOString();
const NOTICE = { recoursMentionne: true, prescripteurInforme: true };

/** Rows of a file of the sample, by column. */
export function lireCsv(chemin, nombre) {
  const [entete, ...reste] = readFileSync(chemin, 'utf8').split('\n', nombre + 1);
  const colonnes = entete.replace(/^\uFEFF/, '').trim().split(';');
  return reste.filter(Boolean).map((l) => Object.fromEntries(l.trim().split(';').map((v, i) => [colonnes[i], v])));
}

/** Lives of dossiers in which every medical field that the API takes is given a mark. */
export class Vies {
  dossiers = [];
  pieces = [];
  rang = 0;

  /** @param trouver id of a dossier of this source by its number */
  constructor(porte, marques, dossierEchantillon, trouver) {
    Object.assign(this, { porte, marques, trouver });
    this.assures = lireCsv(join(dossierEchantillon, 'assures.csv'), 60).filter((a) => a.nir && a.qualite === 'ouvreur' && a.medecin_traitant);
  }

  m(operation, champ) {
    return this.marques.texte(`${operation}#${champ}`);
  }

  base(type) {
    const a = this.assures[this.rang % this.assures.length];
    return { source: 'CANARIS', numero: `C-${++this.rang}`, unite: 'ELSM-931', caisse: '931', type, nir: a.nir, medecinTraitant: a.medecin_traitant };
  }

  async ouvrir(demande) {
    const r = await this.porte.demander(tsm, 'POST', '/prestations/dossiers', { corps: demande });
    if (r.statut !== 201) throw new Error(`ouverture ${demande.type} : ${r.statut} ${r.corps?.code} ${r.texte.slice(0, 300)}`);
    this.dossiers.push(r.corps.dossier);
    return r.corps.dossier;
  }

  /** Acts `[who, name, body]` in order; a body given as a function receives the maker of marks of that act. */
  async vivre(famille, dossier, actes) {
    for (const [qui, nom, corps] of actes) await this.porte.acte(qui, famille, dossier, nom, typeof corps === 'function' ? corps((champ) => this.m(`${famille}/${nom}`, champ)) : corps);
  }

  ald(reste) {
    const { medecinTraitant: medecin, ...base } = this.base('ald');
    return { ...base, medecin, nature: 'initiale', canal: 'papier', recu_le: instant(-JOUR_MS), ald: 8, diagnostics: [this.marques.codes[0]], debut_soins: jour(-400), pieces: ['protocole'], ...reste };
  }

  async vieAld() {
    const id = await this.ouvrir(this.ald({ pieces: [], diagnostics: [] }));
    await this.vivre('dossiers', id, [
      [tsm, 'pieces', (m) => ({ pieces: ['protocole'], medical: { ald: 8, diagnostics: [this.marques.codes[0]], soins: m('medical.soins') } })], [tsm, 'completude'], [chef, 'affectation', { praticien: mc }],
      [mc, 'complement-demande', (m) => ({ texte: m('texte') })], [ism, 'complement', (m) => ({ texte: m('texte') })],
      [chef, 'second-avis-demande', (m) => ({ praticien: mc2, texte: m('texte') })], [mc2, 'second-avis', (m) => ({ sens: 'favorable', motif: m('motif') })],
      [mc, 'avis', (m) => ({ sens: 'favorable', debut: jour(-20), motif: m('motif') })],
      [mc, 'avis-remplacement', (m) => ({ sens: 'favorable', debut: jour(-10), remplacement: 'erreur_materielle', versionRemplacee: 1, motif: m('motif') })],
      [caisse, 'decision', { sens: 'accord', versionAvis: 2 }], [caisse, 'exoneration'], [mc, 'fin-exoneration', (m) => ({ motif: 'suivi_post_ald', texte: m('texte') })],
    ]);
  }

  arret() {
    const { medecinTraitant: prescripteur, ...base } = this.base('arret');
    const medical = { motif: this.m('dossiers', 'medical.motif'), diagnostics: [this.marques.codes[1]] };
    return { ...base, prescripteur, canal: 'electronique', risque: 'maladie', origine: 'caisse', recuLe: instant(-3_600_000), arret: { debut: jour(-30), fin: jour(30), prescritLe: jour(-30) }, medical };
  }

  async vieArret() {
    const id = await this.ouvrir(this.arret());
    await this.vivre('arrets', id, [
      [chef, 'affectation', { praticien: mc }], [ism, 'controle', (m) => ({ mode: 'telephone', texte: m('texte') })],
      [mc, 'contact-prescripteur', (m) => ({ texte: m('texte') })], [tsm, 'reponse-prescripteur', (m) => ({ texte: m('texte') })],
      [chef, 'second-avis-demande', (m) => ({ praticien: mc2, texte: m('texte') })], [mc2, 'second-avis', (m) => ({ conclusion: 'reprise', motif: m('motif') })],
      [mc, 'avis', (m) => ({ conclusion: 'reprise', date: jour(7), motif: m('motif') })],
      [mc, 'avis-remplacement', (m) => ({ conclusion: 'reprise', date: jour(9), remplacement: 'erreur_materielle', versionRemplacee: 1, motif: m('motif') })],
      [caisse, 'decision', { sens: 'fin_versement', versionAvis: 2, ...NOTICE }],
    ]);
    // An appointment is held on its day: those of today enter as histories, and go on through the API.
    const convocation = { acte: 'convocation', par: tsm, mode: 'sur_personne', jour: jour(0), preuveEnvoi: jour(0) };
    const [convoque, absent] = await this.repris([convocation], [convocation, { acte: 'absence', par: tsm, justifiee: false, preuveEnvoi: jour(0) }]);
    await this.vivre('arrets', convoque, [[mc, 'examen', (m) => ({ texte: m('texte') })]]);
    await this.vivre('arrets', absent, [[mc, 'suspension', (m) => ({ motif: m('motif') })]]);
  }

  /** Controls taken over, given to the practitioner, after these acts of a moment ago. */
  async repris(...suites) {
    const lignes = suites.map((suite) => {
      const histoire = [{ acte: 'affectation', par: chef, a: mc }, ...suite].map((acte, i) => ({ ...acte, le: instant((i - 10) * 60_000) }));
      return { ...this.arret(), selection: null, rapport: null, histoire };
    });
    await this.importer(COMPTES.reprise, 'reprise', lignes.map((l) => JSON.stringify(l)));
    return Promise.all(lignes.map((l) => this.trouver(l.numero)));
  }

  atmp(reste) {
    const { medecinTraitant: medecin, ...base } = this.base('atmp');
    const lesions = [{ code: this.marques.codes[1], texte: this.m('dossiers', 'lesions.texte') }];
    return { ...base, medecin, objet: 'accident', canal: 'electronique', recu_le: instant(-JOUR_MS), pieces: ['declaration', 'certificat'], lesions, texte: this.m('dossiers', 'texte'), ...reste };
  }

  async vieAtmp() {
    const id = await this.ouvrir(this.atmp());
    await this.vivre('atmp', id, [
      [chef, 'affectation', { praticien: mc }], [mc, 'complement-demande', (m) => ({ texte: m('texte') })], [ism, 'complement', (m) => ({ texte: m('texte') })],
      [chef, 'second-avis-demande', (m) => ({ praticien: mc2, texte: m('texte') })], [mc2, 'second-avis', (m) => ({ sens: 'favorable', motif: m('motif') })],
      [mc, 'avis', (m) => ({ conclusions: ['imputable'], motif: m('motif') })],
      [mc, 'avis-remplacement', (m) => ({ conclusions: ['imputable'], remplacement: 'erreur_materielle', versionRemplacee: 1, motif: m('motif') })],
      [caisse, 'decision', { sens: 'prise_en_charge', versionAvis: 2 }],
    ]);
    const incomplet = await this.ouvrir(this.atmp({ pieces: ['declaration'], lesions: [] }));
    await this.vivre('atmp', incomplet, [[tsm, 'pieces', (m) => ({ pieces: [{ piece: 'certificat' }], medical: { texte: m('medical.texte'), lesions: [{ code: this.marques.codes[1], texte: m('medical.lesions.texte') }] } })]]);
    const rechute = await this.ouvrir(this.atmp({ objet: 'rechute', risque: 'at', pieces: ['certificat'], nir: this.assures[(this.rang - 1) % this.assures.length].nir }));
    await this.vivre('atmp', rechute, [[chef, 'affectation', { praticien: mc }], [mc, 'questionnaire-medical', {}], [tsm, 'questionnaire-medical-retour', (m) => ({ texte: m('texte') })]]);
  }

  /** A piece of each way in: read, refused for its bytes, refused by the scan, withdrawn; the mark in its content and in its name. */
  async piecesJointes() {
    const [dossier, type] = [this.dossiers[0], 'text/plain; charset=utf-8'];
    const joindre = async (qui, corps, attendu, nature = 'compte_rendu') => {
      const r = await this.porte.demander(qui, 'POST', `/prestations/dossiers/${dossier}/pieces-jointes?nature=${nature}`, { corps, type });
      if (r.statut !== attendu) throw new Error(`pièce jointe : ${r.statut} ${r.corps?.code}`);
      return r.corps.piece;
    };
    const intituler = async (qui, piece) => {
      const r = await this.porte.demander(qui, 'POST', `/prestations/dossiers/${dossier}/pieces-jointes/${piece}/titre`, { corps: { titre: this.m('pieces-jointes/titre', `titre par ${qui}`) } });
      if (r.statut !== 200) throw new Error(`titre : ${r.statut} ${r.corps?.code}`);
    };
    for (const qui of [tsm, mc, caisse]) {
      const piece = await joindre(qui, this.m('pieces-jointes', `contenu par ${qui}`), 201);
      await intituler(qui, piece);
      this.pieces.push({ dossier, piece });
    }
    const hostile = this.marques.texte('corps hostile');
    await joindre(tsm, `${hostile}\u0000`, 422);
    await joindre(tsm, [`${hostile} X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR`, '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''), 422);
    await joindre(tsm, hostile, 400, encodeURIComponent('nature inconnue'));
    const retiree = await joindre(tsm, hostile, 201);
    await this.porte.demander(tsm, 'POST', `/prestations/dossiers/${dossier}/pieces-jointes/${retiree}/retrait`, { corps: { motif: 'doublon' } });
  }

  /** New requests by file: good lines, and lines refused for something else than their medical content. */
  async fichiers() {
    const bons = [this.ald({ medecin: undefined }), this.arret(), this.atmp()].map((d) => ({ ...d, medecin: d.type === 'arret' ? undefined : this.assures[0].medecin_traitant }));
    const mauvais = bons.map((d, i) => ({ ...d, numero: `R-${i}`, canal: 'pigeon' }));
    const brise = `{"source":"CANARIS","numero":"R-9","medical":{"motif":${JSON.stringify(this.m('fichier', 'ligne brisée'))}`;
    await this.importer(tsm, 'demandes', [...bons, ...mauvais].map((l) => JSON.stringify(l)).concat(brise));
  }

  /** Histories of the sample taken over under other numbers, a mark in each of their medical texts: one at least of each act of each procedure. */
  async histoires(dossierEchantillon) {
    const [lignes, vus] = [[], new Set()];
    for (const fichier of ['ald-2016.ndjson', 'arrets-2016.ndjson', 'atmp-2016.ndjson']) {
      for (const texte of readFileSync(join(dossierEchantillon, fichier), 'utf8').split('\n').filter(Boolean)) {
        const h = JSON.parse(texte);
        const actes = h.histoire.map((a) => `${h.type} ${a.acte}`).filter((a) => !vus.has(a));
        if (!actes.length && h.histoire.length) continue;
        actes.forEach((a) => vus.add(a));
        lignes.push(JSON.stringify(this.marquer({ ...h, source: 'CANARIS', numero: `H-${h.numero}` })));
      }
    }
    await this.importer(COMPTES.reprise, 'reprise', lignes);
    return vus;
  }

  marquer({ histoire, medical, ...reste }) {
    const operation = `reprise ${reste.type}`;
    const champs = Object.fromEntries(Object.entries(medical).map(([nom, v]) => [nom, ['soins', 'texte', 'motif'].includes(nom) && v !== null ? this.m(operation, `medical.${nom}`) : v]));
    if (champs.lesions) champs.lesions = champs.lesions.map((l) => ({ ...l, texte: this.m(operation, 'medical.lesions.texte') }));
    const acte = (a) => ({ ...a, ...(a.texte === undefined ? {} : { texte: this.m(operation, `${a.acte}.texte`) }), ...(['avis', 'second_avis_rendu'].includes(a.acte) && a.motif ? { motif: this.m(operation, `${a.acte}.motif`) } : {}) });
    return { ...reste, medical: champs, histoire: histoire.map(acte) };
  }

  async importer(qui, flux, lignes) {
    const depot = await this.porte.demander(qui, 'POST', `/prestations/imports?flux=${flux}`, { corps: `${lignes.join('\n')}\n`, type: 'application/x-ndjson' });
    if (depot.statut !== 202) throw new Error(`import ${flux} : ${depot.statut} ${depot.texte.slice(0, 200)}`);
    const id = depot.corps.import;
    let etat;
    if (!(await attendre(async () => (etat = (await this.porte.demander(qui, 'GET', `/prestations/imports/${id}`)).corps).statut !== 'en_cours', 60_000))) throw new Error(`import ${flux} sans fin`);
    await this.porte.demander(qui, 'GET', `/prestations/imports/${id}/rejets`);
    if (!etat.acceptees) throw new Error(`import ${flux} : rien d'accepté ${JSON.stringify(etat)}`);
    return etat;
  }

  /** Bodies that no field admits, the mark where it has no business: each refusal must keep silent about it. */
  async hostiles() {
    const cible = this.dossiers[0];
    const marque = this.marques.texte('corps hostile');
    const corps = [{ inconnu: marque }, { sens: marque }, { motif: [marque] }, { motif: { $gt: marque } }, { debut: marque }, { praticien: marque }, { pieces: [marque] }, { medical: marque }, { medical: { [marque]: 1 } }, { [marque]: 1 }, [marque], { texte: `${marque}\u0000` }, { motif: marque.repeat(400) }];
    let refus = 0;
    for (const famille of ['dossiers', 'arrets', 'atmp']) {
      for (const acte of ['avis', 'complement', 'examen', 'pieces', 'decision']) {
        for (const c of corps) {
          const r = await this.porte.demander(mc, 'POST', `/prestations/${famille}/${cible}/${acte}`, { corps: c, entetes: { 'if-match': '"1"' } });
          if (r.statut >= 500 || r.statut < 400) throw new Error(`${famille}/${acte} : ${r.statut} pour un corps hostile`);
          refus++;
        }
      }
    }
    for (const c of [this.ald({ nature: marque }), this.ald({ diagnostics: [marque] }), this.ald({ ald: marque }), this.atmp({ tableau: marque }), { ...this.arret(), [marque]: 1 }]) {
      if ((await this.porte.demander(tsm, 'POST', '/prestations/dossiers', { corps: c })).statut < 400) throw new Error('une demande hostile a été acceptée');
      refus++;
    }
    const brise = await this.porte.demander(tsm, 'POST', '/prestations/dossiers', { corps: `{"type":"ald","medical":"${this.marques.noyau}`, type: 'application/json; charset=utf-8' });
    if (brise.statut !== 400) throw new Error(`un corps brisé répond ${brise.statut}`);
    return refus + 1;
  }
}
