// How `npm run tail` shows a message: one line a field, or one JSON object a message. Pure.
export const MASQUE = '••••';

/** What surrounds a message, with the classes of the envelope: its id and its key point to someone. */
const enTete = (m) => [
  ['seq', 'ADMINISTRATIF', m.seq], ['source', 'ADMINISTRATIF', m.source], ['id', 'IDENTIFIANT', m.id], ['cle', 'IDENTIFIANT', m.cle], ['unite', 'ADMINISTRATIF', m.unite], ['version', 'ADMINISTRATIF', m.version],
  ['survenu_le', 'ADMINISTRATIF', m.survenuLe.toISOString()], ['enregistre_le', 'ADMINISTRATIF', m.enregistreLe.toISOString()],
];

/** A key that the contract does not class as pointing to someone (a unit, a counter) is shown: `cleOuverte`. */
function champs(m, lu, { clair, cleOuverte }) {
  const tous = [...enTete(m).map(([chemin, niveau, valeur]) => ({ chemin: `@${chemin}`, niveau: chemin === 'cle' && cleOuverte ? 'ADMINISTRATIF' : niveau, valeur })), ...lu.champs];
  return tous.map(({ chemin, niveau, valeur }) => ({ chemin, niveau, valeur: niveau === 'ADMINISTRATIF' || (clair && niveau === 'IDENTIFIANT') ? valeur : MASQUE }));
}

// What comes from outside must not drive the terminal.
const imprimable = (valeur) => String(valeur).replace(/\p{Cc}/gu, '?');

/** Lines of text of one message. */
export function enTexte(m, lu, options) {
  const lignes = champs(m, lu, options);
  const large = Math.max(...lignes.map((l) => l.chemin.length));
  const notes = [lu.scelle ? 'scellé : contenu médical, non montré' : '', lu.type === 'inconnu' ? 'type plus récent que ce programme' : '', lu.inconnus ? `${lu.inconnus} champ(s) plus récent(s) que ce programme` : ''].filter(Boolean);
  return [
    `${m.topic} [${m.part}] n° ${m.seq}  ${lu.type === 'inconnu' ? imprimable(m.type) : lu.type}`,
    ...lignes.map((l) => `  ${l.niveau.padEnd(13)}  ${l.chemin.padEnd(large)}  ${imprimable(l.valeur)}`),
    ...notes.map((n) => `  (${n})`),
    '',
  ].join('\n');
}

/** One compact JSON object, each value beside its class. */
export function enJson(m, lu, options) {
  const parChamp = Object.fromEntries(champs(m, lu, options).map(({ chemin, niveau, valeur }) => [chemin, { niveau, valeur }]));
  return JSON.stringify({ topic: m.topic, part: m.part, type: lu.type, scelle: lu.scelle, inconnus: lu.inconnus, champs: parChamp });
}
