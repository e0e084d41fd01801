// Every kind of relation between a seat and a unit, every role, action and procedure, with each way an assignment can be in force or not.
import { createRequire } from 'node:module';
import { ACTIONS_DE_L_ORACLE, PROCEDURES, attendu } from './oracle.mjs';

const requis = createRequire(import.meta.url);
const noyau = requis('@sm/kernel');
export const { ACTIONS, ROLES, unitesPour } = noyau;
const { ajouterJours } = noyau;
const MAX_DITES = 5;
const PAIRES_PAR_GENRE = 3;
const UNITE_INCONNUE = 999_999;

/** Kind of tie, from the seat's point of view, told by the SQL map alone. */
function genre(unite, siege, { absorbe, perimetre, nationales, connues }) {
  const dans = (table, a, b) => table.get(a)?.has(b) ?? false;
  if (unite === siege) return nationales.has(siege) ? 'le siège national' : 'la même';
  if (!connues.has(unite)) return nationales.has(siege) ? 'inconnue, vue du pays' : 'inconnue';
  if (dans(absorbe, unite, siege)) return 'absorbée par elle';
  if (dans(absorbe, siege, unite)) return 'qui l’a absorbée';
  if (dans(perimetre, unite, siege)) return nationales.has(siege) ? 'du pays' : 'sous elle';
  if (dans(perimetre, siege, unite)) return 'au-dessus d’elle';
  const tetes = (u) => [...(perimetre.get(u) ?? [])].filter((t) => !nationales.has(t));
  return tetes(unite).some((t) => tetes(siege).includes(t)) ? 'sœur' : 'd’ailleurs';
}

export function genresDe(unites, carte) {
  const genres = new Map();
  for (const siege of unites) {
    for (const unite of [...unites, UNITE_INCONNUE]) {
      const nom = genre(unite, siege, carte);
      const paires = genres.get(nom) ?? [];
      if (paires.length < PAIRES_PAR_GENRE) genres.set(nom, [...paires, [unite, siege]]);
    }
  }
  return genres;
}

const affectation = (role, uniteId, reste = {}) => ({ id: 'e', acteurId: 'agent:E', uniteId, role, activite: 'CPR', du: '2000-01-01', au: null, quotite: 1, habilitations: [], rpps: null, ...reste });

/** Each way the assignment may stand on that day, alone or beside another. */
function variantes(role, siege, action, jour) {
  const [hier, demain] = [ajouterJours(jour, -1), ajouterJours(jour, 1)];
  const periodes = [{}, { au: jour }, { du: jour }, { au: hier }, { du: demain }];
  const delegations = [undefined, { procedure: '*', du: jour, au: jour }, { procedure: 'ald', du: '2000-01-01', au: hier }, { procedure: 'arret', du: '2000-01-01', au: null }];
  const voisines = [[], [affectation('CAISSE', siege, { activite: 'CCX' })], [affectation('CAISSE', UNITE_INCONNUE)], [affectation('CAISSE', siege, { au: hier })], [affectation('MC', siege)]];
  const siennes = periodes.flatMap((p) => ['CPR', '*', 'CCX'].flatMap((activite) => delegations.map((d) => affectation(role, siege, { ...p, activite, ...(d ? { delegations: [{ action, ...d }] } : {}) }))));
  return [...siennes.map((a) => [a]), ...voisines.flatMap((v) => siennes.slice(0, 4).map((a) => [a, ...v]))];
}

export class Comparaison {
  n = 0;
  ouvertes = 0;
  ecarts = [];

  /** @param premier the first gap is enough */
  constructor(peut = noyau.peut, premier = false) {
    this.peut = peut;
    this.premier = premier;
  }

  get assez() {
    return this.premier && this.ecarts.length > 0;
  }

  juger(affectations, action, procedure, uniteId, jour, arbre, carte) {
    this.n++;
    const dit = this.peut(affectations, action, { procedure, uniteId, arbre, jour });
    if (dit) this.ouvertes++;
    if (dit === attendu(affectations, action, procedure, uniteId, jour, carte)) return;
    if (this.ecarts.length < MAX_DITES) this.ecarts.push(`${jour} ${affectations.map((a) => `${a.role}@${a.uniteId}`).join('+')} ${action}/${procedure} sur ${uniteId} : la table dit ${dit}`);
  }
}

/** All of it for one day. `complet`: with each variant of the assignment on the first pair of each kind. */
export function comparerLeJour(comparaison, jour, arbre, carte, complet = true) {
  for (const paires of genresDe(arbre.map((u) => u.id), carte).values()) {
    for (const [rang, [unite, siege]] of paires.entries()) {
      for (const role of ROLES) for (const action of ACTIONS) {
        const cas = complet && rang === 0 ? variantes(role, siege, action, jour) : [[affectation(role, siege)]];
        if (comparaison.assez) return;
        for (const procedure of PROCEDURES) for (const affectations of cas) comparaison.juger(affectations, action, procedure, unite, jour, arbre, carte);
      }
    }
  }
}

/** Random pairs of the real tree, at random days. @param cartes of each day */
export function comparerAuHasard(comparaison, nombre, arbre, cartes, alea) {
  const jours = [...cartes.keys()];
  const parmi = (liste) => liste[Math.floor(alea() * liste.length)];
  for (let i = 0; i < nombre; i++) {
    const jour = parmi(jours);
    const bornes = [ajouterJours(jour, Math.floor(alea() * 5) - 3), ajouterJours(jour, Math.floor(alea() * 5) - 1)].sort();
    const unite = parmi(arbre).id;
    const { perimetre } = cartes.get(jour);
    const siege = alea() < 0.6 ? parmi([unite, ...(perimetre.get(unite) ?? [])]) : parmi(arbre).id;
    const a = affectation(parmi(ROLES), siege, { du: bornes[0], au: alea() < 0.3 ? null : bornes[1], activite: parmi(['CPR', 'CPR', '*', 'CCX']) });
    comparaison.juger([a], parmi(ACTIONS), parmi(PROCEDURES), unite, jour, arbre, cartes.get(jour));
  }
}

/** The two vocabularies are one, or the trial would be blind to an action. */
export const actionsOubliees = () => [...ACTIONS.filter((a) => !ACTIONS_DE_L_ORACLE.includes(a)), ...ACTIONS_DE_L_ORACLE.filter((a) => !ACTIONS.includes(a))];

/** Faults of the decision that the comparison must see. */
export const FAUTES_DE_DECISION = [
  ['la fin d’affectation ne compte pas', (as, action, o) => noyau.peut(as.map((a) => ({ ...a, au: null })), action, o)],
  ['le premier jour est perdu', (as, action, o) => noyau.peut(as.filter((a) => a.du < o.jour), action, o)],
  ['une unité absorbée reste dehors', (as, action, o) => noyau.peut(as.filter((a) => a.uniteId === o.uniteId || o.arbre.find((u) => u.id === a.uniteId)?.type !== 'locale'), action, o)],
  ['la caisse tenue ailleurs ne ferme rien', (as, action, o) => as.some((a) => noyau.peut([a], action, o))],
  ['une délégation n’est pas demandée', (as, action, o) => noyau.peut(as.map((a) => ({ ...a, delegations: [{ action, procedure: '*', du: '2000-01-01', au: null }] })), action, o)],
  ['l’activité ne compte pas', (as, action, o) => noyau.peut(as.map((a) => ({ ...a, activite: '*' })), action, o)],
];
