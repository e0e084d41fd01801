import type { ChiffreDiffuse, ClasseDelai, RapportDiffusable, TableauDiffusable } from '@sm/pilotage-domaine';
import { csv } from './csv';
import { nombre, sur, table } from './html';

const STATUTS = { publie: 'publié', masque: 'masqué', non_publie: 'non publié' } as const;
const CARTES: Readonly<Record<string, string>> = { epoque: 'Périmètre d’époque', courant: 'Périmètre courant' };
const carteDite = (code: string): string => CARTES[code] ?? `Périmètre constant, carte du ${code.replace('constant:', '')}`;
const statut = (c: ChiffreDiffuse): string => `${STATUTS[c.statut]}${c.tenu ? ', repris d’une édition antérieure' : ''}`;
const classe = (c: ClasseDelai | null): string => (c === null ? 'masqué' : c.a === null ? `${c.de} jours et plus` : `de ${c.de} à ${c.a} jours`);

/** One line a figure; a hidden one has no number and says so. */
export function rapportDiffusableEnCsv(r: RapportDiffusable): string {
  const debut = [r.unite.code, r.annee, 'diffusable', r.numero, r.carte];
  const chiffre = (rubrique: string, titre: string, c: ChiffreDiffuse) => [...debut, rubrique, titre, c.id, c.libelle, c.valeur, c.unite, c.numerateur, c.denominateur, statut(c)];
  const delai = (code: string, libelle: string, valeur: string | number | null, unite: string) => [...debut, 'Délais', 'Délais de traitement', code, libelle, valeur, unite, null, null, valeur === null ? 'masqué' : 'publié'];
  return csv([
    ['Unité', 'Année', 'Édition', 'Numéro', 'Périmètre', 'Rubrique', 'Section', 'Code', 'Libellé', 'Valeur', 'Unité de mesure', 'Numérateur', 'Dénominateur', 'Statut'],
    ...r.sections.flatMap((s) => s.chiffres.map((c) => chiffre(s.rubrique, s.titre, c))),
    delai('mediane', 'Classe du délai médian', r.delais.mediane && classe(r.delais.mediane), 'classe'),
    delai('p90', 'Classe du neuvième décile', r.delais.p90 && classe(r.delais.p90), 'classe'),
    ...r.delais.classes.map((c) => delai(`d${c.de}`, `Demandes traitées : ${classe(c)}`, c.n, 'demandes')),
    ...r.parMois.flatMap((m) => m.chiffres.map((c) => chiffre('Mois par mois', m.mois, c))),
  ]);
}

export function tableauDiffusableEnCsv(t: TableauDiffusable): string {
  return csv([
    ['Édition', 'Numéro', 'Niveau', 'Période', 'Périmètre', 'Code', 'Unité', ...t.indicateurs.map((i) => `${i.libelle} (${i.id})`), 'Masqués'],
    ...t.lignes.map((l) => {
      const chiffres = t.indicateurs.map((i) => l.chiffres[i.id]);
      return ['diffusable', t.numero, t.niveau, t.periode, t.carte, l.unite.code, l.unite.nom, ...chiffres.map((c) => c?.valeur), chiffres.flatMap((c) => (c?.statut === 'masque' ? [c.id] : [])).join(' ')];
    }),
  ]);
}

const cellule = (c: ChiffreDiffuse | undefined): string => (c?.statut === 'publie' ? `<td class="n">${nombre(c.valeur)}${c.tenu ? ' <small>repris</small>' : ''}</td>` : `<td class="absent">${STATUTS[c?.statut ?? 'non_publie']}</td>`);
const ligne = (c: ChiffreDiffuse): string => `<tr><th scope="row">${sur(c.libelle)} <small>${sur(c.id)}</small></th>${cellule(c)}<td>${sur(c.unite)}</td><td class="n">${c.denominateur === undefined ? '' : `${nombre(c.numerateur)} / ${nombre(c.denominateur)}`}</td></tr>`;

function page(titre: string, t: Pick<RapportDiffusable, 'numero' | 'editeLe' | 'carte' | 'minimum' | 'avertissement'>, style: string, corps: string): string {
  return `<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${titre}</title><link rel="stylesheet" href="${style}"></head>
<body>
<header><p class="edition">Édition diffusable</p>
<h1>${titre}</h1>
<p>Édition n° ${t.numero}, publiée le ${t.editeLe.slice(0, 10)}. ${sur(carteDite(t.carte))}.</p>
${t.avertissement ? `<p><strong>${sur(t.avertissement)}</strong></p>` : ''}
<p>« Masqué » : moins de ${t.minimum}, ou nombre qui permettrait d’en retrouver un. Les nombres affichés sont exacts.</p></header>
<main>
${corps}
</main>
</body>
</html>
`;
}

export function rapportDiffusableEnHtml(r: RapportDiffusable): string {
  const sections = r.sections.map((s) => table(s.titre, ['Indicateur', 'Valeur', 'Unité', 'Numérateur / dénominateur'], s.chiffres.map(ligne)));
  const classes = r.delais.classes.map((c) => `<tr><th scope="row">${classe(c)}</th>${c.n === null ? '<td class="absent">masqué</td>' : `<td class="n">${nombre(c.n)}</td>`}</tr>`);
  const mois = table('Mois par mois', ['Mois', ...(r.parMois[0]?.chiffres.map((c) => c.libelle) ?? [])], r.parMois.map((m) => `<tr><th scope="row">${m.mois}</th>${m.chiffres.map(cellule).join('')}</tr>`));
  const delais = `<h2>Délais de traitement</h2>\n<p>Délai médian : <strong>${classe(r.delais.mediane)}</strong>. Neuvième décile : <strong>${classe(r.delais.p90)}</strong>.</p>`;
  return page(`Rapport d’activité ${r.annee} – ${sur(r.unite.nom)} (${sur(r.unite.code)})`, r, '../style.css', [...sections, delais, table('Demandes traitées selon le délai', ['Délai', 'Demandes'], classes), mois].join('\n'));
}

export function tableauDiffusableEnHtml(t: TableauDiffusable): string {
  const lignes = t.lignes.map((l) => `<tr><th scope="row">${sur(l.unite.nom)} <small>${sur(l.unite.code)}</small></th>${t.indicateurs.map((i) => cellule(l.chiffres[i.id])).join('')}</tr>`);
  return page(`Chiffres par unité, ${t.periode}`, t, 'rapports/style.css', table(`Niveau : ${t.niveau}`, ['Unité', ...t.indicateurs.map((i) => `${i.libelle} (${i.unite})`)], lignes));
}
