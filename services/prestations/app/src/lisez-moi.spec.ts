import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { topicNomme } from '@sm/contracts';
import { ALD, ARRET, ATMP, delaisArret, REFUS, regles, reglesAtmp, type DelaiArret, type DelaiRegle, type DelaiRegleAtmp, type Moteur } from '@sm/prestations-domaine';
import { titres } from './titres';

const FICHIER = join(__dirname, '../../README.md');
const table = (entete: readonly string[], lignes: readonly (readonly string[])[]): string =>
  [entete, entete.map(() => '---'), ...lignes].map((l) => `| ${l.join(' | ')} |`).join('\n');

const duree = ({ duree: d, depart }: Pick<DelaiRegle, 'duree'> & { readonly depart: string } | DelaiRegleAtmp): string => `${d ? `${d.n} ${d.unite} from ` : 'remedy of the day, from '}${depart}`;

const dureeArret = ({ duree: d, depart }: DelaiArret): string => `${d ? `${d.n} ${d.unite} from ` : 'fixed by the avis or the remedy, from '}${depart}`;
const periode = ({ valideDu, valideAu }: DelaiArret): string => `${valideDu ?? ''} → ${valideAu ?? ''}`;

const diagramme = (moteur: Moteur): string => `\`\`\`mermaid\n${moteur.diagramme()}\`\`\``;
const commandes = (moteur: Moteur): string =>
  table(['Command', 'Opened by (rights table)', 'Roles'], moteur.commandes.map((c) => [`\`${c}\``, moteur.actionsDe(c).map((a) => `\`${a}\``).join(', ') || '(system only)', [...moteur.rolesDe(c)].join(', ')]));

/** What the README shows of the code, by block. */
const BLOCS: Readonly<Record<string, () => string>> = {
  statuts: () => diagramme(ALD),
  'statuts-atmp': () => diagramme(ATMP),
  commandes: () => commandes(ALD),
  'statuts-arret': () => diagramme(ARRET),
  'commandes-arret': () => commandes(ARRET),
  'delais-arret': () => table(['In force', 'Clock', 'Falls due after', 'Owner', 'Effect', 'Article', 'Confidence'], delaisArret().map((d) => [periode(d), `\`${d.nature}\``, dureeArret(d), d.proprietaire, d.effet, d.article, d.confiance])),
  'commandes-atmp': () => commandes(ATMP),
  'delais-atmp': () => table(['Rule', 'Clock', 'Case', 'Falls due', 'Owner', 'Effect', 'Article', 'Confidence'],
    reglesAtmp().flatMap((r) => r.delais.map((d) => [r.version, `\`${d.nature}\``, d.objets.length === 4 ? 'all' : d.objets.join(', '), duree(d), d.proprietaire, d.effet, d.article, d.confiance]))),
  delais: () => table(['Rule', 'Clock', 'Falls due', 'Owner', 'Effect', 'Article'], regles().flatMap((r) => r.delais.map((d) => [r.version, `\`${d.nature}\``, duree(d), d.proprietaire, d.effet, d.article]))),
  evenements: () => [...topicNomme('sm.prestations.dossier.v1').types.keys()].map((t) => `\`${t}\``).join(', '),
  refus: () => table(['Code', 'Category', 'Article', 'Title'], Object.entries(REFUS).map(([code, r]) => [`\`${code}\``, r.categorie, 'article' in r ? r.article : '', titres[code as keyof typeof titres]])),
};

const bloc = (nom: string, contenu: string): string => `<!-- ${nom} -->\n${contenu}\n<!-- /${nom} -->`;

test('le README dit ce que fait le code ; SM_ECRIRE=1 le réécrit', () => {
  if (process.env['SM_ECRIRE'] === '1') {
    const ecrit = Object.entries(BLOCS).reduce((t, [nom, contenu]) => t.replace(new RegExp(`<!-- ${nom} -->[^]*?<!-- /${nom} -->`), () => bloc(nom, contenu())), readFileSync(FICHIER, 'utf8'));
    writeFileSync(FICHIER, ecrit);
  }
  const texte = readFileSync(FICHIER, 'utf8');
  for (const [nom, contenu] of Object.entries(BLOCS)) expect(texte).toContain(bloc(nom, contenu()));
});
