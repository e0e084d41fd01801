import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolesPour, type Action } from '@sm/kernel';
import { actionsConvocation, COMMANDES_CONVOCATION, CONSEQUENCES, DELAIS_CONVOCATION, MODES_DATES, REFUS_CONVOCATION, STATUTS_CONVOCATION, TRANSITIONS_CONVOCATION } from '@sm/prestations-domaine';
import { titres } from './titres';

const FICHIER = join(__dirname, '../../CONVOCATIONS.md');
const table = (entete: readonly string[], lignes: readonly (readonly string[])[]): string => [entete, entete.map(() => '---'), ...lignes].map((l) => `| ${l.join(' | ')} |`).join('\n');
const borne = ({ du, au }: { readonly du: string | null; readonly au: string | null }): string => `${du ?? '…'} to ${au ?? '…'}`;

function diagramme(): string {
  const arcs = new Map<string, string[]>();
  for (const type of COMMANDES_CONVOCATION) {
    for (const [de, cibles] of Object.entries(TRANSITIONS_CONVOCATION[type].vers) as [string, readonly string[]][]) {
      for (const vers of cibles) if (de !== vers) arcs.set(`${de} --> ${vers}`, [...(arcs.get(`${de} --> ${vers}`) ?? []), type]);
    }
  }
  const fins = STATUTS_CONVOCATION.filter((s) => ![...arcs.keys()].some((arc) => arc.startsWith(`${s} `)));
  return ['stateDiagram-v2', '  [*] --> preparee: PreparerConvocation', ...[...arcs].map(([arc, types]) => `  ${arc}: ${types.join(', ')}`), ...fins.map((s) => `  ${s} --> [*]`), ''].join('\n');
}

const roles = (actions: readonly Action[]): string => [...rolesPour(actions, '*')].join(', ');

const BLOCS: Readonly<Record<string, () => string>> = {
  statuts: () => `\`\`\`mermaid\n${diagramme()}\`\`\``,
  commandes: () => table(['Command', 'Opened by', 'Roles'], COMMANDES_CONVOCATION.map((c) => {
    const actions = actionsConvocation(c);
    return [`\`${c}\``, actions.map((a) => `\`${a}\``).join(', ') || '(clock only)', roles(actions)];
  })),
  delais: () => table(['Delay', 'Length', 'Owner', 'Effect', 'In force', 'Source', 'Confidence'], DELAIS_CONVOCATION.map((d) => [`\`${d.etape}\``, `${d.valeur} ${d.unite}`, d.proprietaire, d.effet, borne(d), d.source, d.confiance])),
  modes: () => table(['Mode', 'In force', 'Article', 'Confidence'], MODES_DATES.map((d) => [`\`${d.mode}\``, borne(d), d.article, d.confiance])),
  consequences: () => table(['Code', 'Procedures', 'Article', 'Confidence', 'Text'], CONSEQUENCES.map((c) => [`\`${c.code}\``, c.procedures.join(', '), c.article, c.confiance, c.texte])),
  refus: () => table(['Code', 'Category', 'Article', 'Title'], Object.entries(REFUS_CONVOCATION).map(([code, r]) => [`\`${code}\``, r.categorie, 'article' in r ? r.article : '', titres[code as keyof typeof titres]])),
};

const bloc = (nom: string, contenu: string): string => `<!-- ${nom} -->\n${contenu}\n<!-- /${nom} -->`;

test('CONVOCATIONS.md dit ce que fait le code ; SM_ECRIRE=1 le réécrit', () => {
  if (process.env['SM_ECRIRE'] === '1') {
    writeFileSync(FICHIER, Object.entries(BLOCS).reduce((t, [nom, contenu]) => t.replace(new RegExp(`<!-- ${nom} -->[^]*?<!-- /${nom} -->`), () => bloc(nom, contenu())), readFileSync(FICHIER, 'utf8')));
  }
  const texte = readFileSync(FICHIER, 'utf8');
  for (const [nom, contenu] of Object.entries(BLOCS)) expect(texte).toContain(bloc(nom, contenu()));
});
