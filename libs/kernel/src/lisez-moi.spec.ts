import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTIONS_INDEPENDANTES, INTERDICTIONS, SANS_DROIT } from './interdits';
import { DROITS, ROLES, type Droit } from './table-droits';

const FICHIER = join(__dirname, '../README.md');
const table = (entete: readonly string[], lignes: readonly (readonly string[])[]): string => [entete, entete.map(() => '---'), ...lignes].map((l) => `| ${l.join(' | ')} |`).join('\n');
const code = (mots: readonly string[]): string => mots.map((m) => `\`${m}\``).join(', ');

function droits(): string {
  const groupes = Map.groupBy(DROITS, (d: Droit) => [d.role, d.relation, d.procedure, d.delegation ? 'written delegation' : '', d.source].join('|'));
  const lignes = [...groupes.values()].sort(([a], [b]) => ROLES.indexOf(a!.role) - ROLES.indexOf(b!.role));
  return table(['Role', 'May', 'Procedure', 'Relation', 'Condition', 'Source'], lignes.map((g) => {
    const { role, procedure, relation, delegation, source } = g[0]!;
    return [role, code(g.map((d) => d.action)), procedure, `\`${relation}\``, delegation ? 'written delegation' : '', source];
  }));
}

const BLOCS: Readonly<Record<string, () => string>> = {
  droits,
  interdits: () => table(['Role', 'May not', 'Source'], INTERDICTIONS.map((i) => [i.role, code(i.actions) + (i.saufDelegation ? ' (but by written delegation)' : ''), i.source])),
  independantes: () => `${code(ACTIONS_INDEPENDANTES)}.`,
  'sans-droit': () => table(['Role', 'Why'], SANS_DROIT.map((s) => [s.role, s.pourquoi])),
};
const bloc = (nom: string, contenu: string): string => (nom === 'independantes' ? `<!-- ${nom} -->${contenu}<!-- /${nom} -->` : `<!-- ${nom} -->\n${contenu}\n<!-- /${nom} -->`);

test('le README dit les droits comme la table ; SM_ECRIRE=1 le réécrit', () => {
  if (process.env['SM_ECRIRE'] === '1') {
    writeFileSync(FICHIER, Object.entries(BLOCS).reduce((t, [nom, contenu]) => t.replace(new RegExp(`<!-- ${nom} -->[^]*?<!-- /${nom} -->`), () => bloc(nom, contenu())), readFileSync(FICHIER, 'utf8')));
  }
  const texte = readFileSync(FICHIER, 'utf8');
  for (const [nom, contenu] of Object.entries(BLOCS)) expect(texte).toContain(bloc(nom, contenu()));
});
