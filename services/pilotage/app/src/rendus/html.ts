import type { ChiffreRapport, Rapport } from '@sm/pilotage-domaine';

const SIGNES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const sur = (texte: string): string => texte.replace(/[&<>"']/g, (s) => SIGNES[s] ?? s);

const NOMBRES = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });
const DATES = new Intl.DateTimeFormat('fr-FR', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const MOIS = new Intl.DateTimeFormat('fr-FR', { month: 'long', timeZone: 'UTC' });
export const nombre = (n: number | null | undefined): string => (n === null || n === undefined ? '–' : NOMBRES.format(n));
const date = (jour: string | null): string => (jour ? DATES.format(new Date(`${jour.slice(0, 10)}T00:00:00Z`)) : '–');

function ligne(c: ChiffreRapport): string {
  const valeur = c.source === 'non_calcule' ? '<td class="absent">non calculé</td>' : `<td class="n">${nombre(c.valeur)}</td>`;
  const fraction = c.denominateur === undefined ? '' : `${nombre(c.numerateur)} / ${nombre(c.denominateur)}`;
  return `<tr><th scope="row">${sur(c.libelle)} <small>${sur(c.id)}</small></th>${valeur}<td>${sur(c.unite)}</td><td class="n">${fraction}</td></tr>`;
}

export const table = (legende: string, entetes: readonly string[], lignes: readonly string[]): string => `<table>
<caption>${sur(legende)}</caption>
<thead><tr>${entetes.map((e) => `<th scope="col">${sur(e)}</th>`).join('')}</tr></thead>
<tbody>
${lignes.join('\n')}
</tbody>
</table>`;

function sections(r: Rapport): string {
  let rubrique = '';
  return r.sections.map((s) => {
    const titre = s.rubrique === rubrique ? '' : `<h2>${sur(s.rubrique)}</h2>\n`;
    rubrique = s.rubrique;
    return titre + table(s.titre, ['Indicateur', 'Valeur', 'Unité', 'Numérateur / dénominateur'], s.chiffres.map(ligne));
  }).join('\n');
}

function delais({ delais: d }: Rapport): string {
  const { numerateur, denominateur, pourcentage } = d.moins25;
  const jours = (n: number | null): string => (n === null ? 'sans objet' : `${nombre(n)} jours`);
  const lignes = d.histogramme.map((h) => `<tr><th scope="row">${h.jours > 366 ? 'plus de 366' : h.jours}</th><td class="n">${nombre(h.n)}</td></tr>`);
  return `<h2>Délais de traitement</h2>
<p>Délai médian : <strong>${jours(d.mediane)}</strong>. Neuf demandes sur dix en <strong>${jours(d.p90)}</strong> au plus.
Moins de 25 jours : <strong>${nombre(pourcentage)} %</strong> (${nombre(numerateur)} sur ${nombre(denominateur)}).</p>
${table('Demandes traitées selon le délai, en jours calendaires', ['Jours', 'Demandes'], lignes)}`;
}

function parMois(r: Rapport): string {
  const mois = (m: string): string => MOIS.format(new Date(`${m}-01T00:00:00Z`));
  const lignes = r.parMois.map((m) => `<tr><th scope="row">${mois(m.mois)}</th><td class="n">${nombre(m.initiales)}</td><td class="n">${nombre(m.prolongations)}</td><td class="n">${nombre(m.pse)}</td></tr>`);
  return table(`Demandes traitées par mois d’avis, ${r.annee}`, ['Mois', 'Demandes nouvelles', 'Prolongations', 'Protocoles électroniques'], lignes);
}

const PERIMETRES = { epoque: 'Périmètre d’époque', courant: 'Périmètre courant', constant: 'Périmètre constant' } as const;

/** Printable report: no script, no inline style; its stylesheet is the service's own. */
export function rapportEnHtml(r: Rapport): string {
  const nom = sur(r.unite.nom);
  return `<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rapport d’activité ${r.annee} – ${nom}</title><link rel="stylesheet" href="../style.css"></head>
<body>
<header><p class="edition">Édition interne</p>
<h1>Rapport d’activité ${r.annee}</h1>
<p>${nom} (${sur(r.unite.code)})${r.unite.region ? `, ${sur(r.unite.region)}` : ''}. ${PERIMETRES[r.perimetre]}.</p>
${r.avertissement ? `<p><strong>${sur(r.avertissement)}</strong></p>` : ''}
${r.nonVentilees.length ? `<p>Sous cette carte, les comptes de ${sur(r.nonVentilees.join(', '))} ne sont pas ventilables entre cette unité et d’autres : ils n’entrent dans aucun chiffre de cette page.</p>` : ''}
<p>Arrêté le ${date(r.arreteLe)}. Événements en attente : ${nombre(r.fraicheur.retard)} ; mis de côté : ${nombre(r.fraicheur.misDeCote)}.</p></header>
<main>
${sections(r)}
${delais(r)}
${parMois(r)}
<p>« Non calculé » : la plateforme ne tient pas encore les événements dont ce chiffre dépend.</p>
</main>
</body>
</html>
`;
}
