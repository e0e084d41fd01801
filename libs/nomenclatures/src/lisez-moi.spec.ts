import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PRESCRIPTEURS_ARRET, VOIES_CONTESTATION } from './arret';
import { DELAIS } from './delais';
import { periode } from './legal';
import { VOIES_MP } from './mp';
import { SEUILS } from './seuils';
import { TABLEAUX_MP } from './table-mp';

const FICHIER = join(__dirname, '../README.md');
const table = (entete: readonly string[], lignes: readonly (readonly string[])[]): string =>
  [entete, entete.map(() => '---'), ...lignes].map((l) => `| ${l.join(' | ')} |`).join('\n');
const compter = (lignes: readonly { readonly confiance: string }[]): string =>
  [...Map.groupBy(lignes, (l) => l.confiance)].map(([confiance, groupe]) => `${groupe.length} \`${confiance}\``).sort().join(', ');

/** What the README shows of the dated law, by block. */
const BLOCS: Readonly<Record<string, () => string>> = {
  delais: () => table(['Code', 'Intitulé', 'Length', 'From', 'Silence', 'Owner', 'In force', 'Article', 'Confidence'], DELAIS.map((d) => [
    `\`${d.code}\``, d.intitule, `${d.valeur ?? '–'} ${d.unite}${d.horsChomes ? ' (hors dimanches et fériés)' : ''}`, `${d.aRebours ? 'avant ' : ''}${d.depart}`, d.effet, d.proprietaire, periode(d), d.source, d.confiance,
  ])),
  seuils: () => table(['Code', 'Intitulé', 'Value', 'Day of', 'In force', 'Article', 'Confidence'], SEUILS.map((s) => [`\`${s.code}\``, s.intitule, `${s.valeur ?? '–'} ${s.unite}`, s.jourDe, periode(s), s.source, s.confiance])),
  voies: () => table(['What', 'Rule', 'In force', 'Article', 'Confidence'], [
    ...VOIES_MP.map((v) => [`MP, ${v.code}`, `avis : ${v.avis}, lien : ${v.lien}`, periode(v), v.source, v.confiance]),
    ...VOIES_CONTESTATION.map((v) => ['contestation médicale', v.voie, periode(v), v.source, v.confiance]),
    ...PRESCRIPTEURS_ARRET.map((p) => ['prescripteur d’un arrêt', p.profession, periode(p), p.source, p.confiance]),
  ]),
  compte: () => `Rows: delays ${compter(DELAIS)}; thresholds ${compter(SEUILS)}; MP tables (versions) ${compter(TABLEAUX_MP)}.`,
};

const bloc = (nom: string, contenu: string): string => `<!-- ${nom} -->\n${contenu}\n<!-- /${nom} -->`;

test('le README dit le droit daté du code ; SM_ECRIRE=1 le réécrit', () => {
  if (process.env['SM_ECRIRE'] === '1') {
    const ecrit = Object.entries(BLOCS).reduce((t, [nom, contenu]) => t.replace(new RegExp(`<!-- ${nom} -->[^]*?<!-- /${nom} -->`), () => bloc(nom, contenu())), readFileSync(FICHIER, 'utf8'));
    writeFileSync(FICHIER, ecrit);
  }
  const texte = readFileSync(FICHIER, 'utf8');
  for (const [nom, contenu] of Object.entries(BLOCS)) expect(texte).toContain(bloc(nom, contenu()));
});
