import { nombre } from './formats';
import { html } from './html';
import type { Fragment } from './html';

export interface Classe {
  readonly libelle: string;
  readonly n: number;
  /** Whole class under the 25-day limit of IND-002-32. */
  readonly dansLeDelai: boolean;
}

const PAS = 5;
const LIMITE = 25;
const OUVERTE = 60;

/** Groups day counts in classes of 5 days, the last one open at 60 days; the 25-day limit falls between two classes. */
export function classer(jours: readonly { jours: number; n: number }[]): Classe[] {
  const comptes = new Map<number, number>();
  for (const { jours: j, n } of jours) {
    const debut = Math.min(Math.floor(Math.max(j, 0) / PAS) * PAS, OUVERTE);
    comptes.set(debut, (comptes.get(debut) ?? 0) + n);
  }
  const dernier = Math.max(...comptes.keys(), 0);
  return Array.from({ length: comptes.size === 0 ? 0 : dernier / PAS + 1 }, (_, i) => {
    const debut = i * PAS;
    const libelle = debut === OUVERTE ? `${OUVERTE} et plus` : `${debut} à ${debut + PAS - 1}`;
    return { libelle, n: comptes.get(debut) ?? 0, dansLeDelai: debut < LIMITE };
  });
}

const LARGEUR = 560;
const HAUTEUR = 270;
const BASE = 225;

function barre(classe: Classe, i: number, nombreDeClasses: number, maximum: number): Fragment {
  const pas = LARGEUR / nombreDeClasses;
  const hauteur = Math.max(maximum === 0 ? 0 : (classe.n / maximum) * (BASE - 20), classe.n > 0 ? 1 : 0);
  const x = (i * pas + pas * 0.12).toFixed(1);
  return html`
      <rect class="${classe.dansLeDelai ? 'dans' : 'hors'}" x="${x}" y="${(BASE - hauteur).toFixed(1)}" width="${(pas * 0.76).toFixed(1)}" height="${hauteur.toFixed(1)}"/>
      <text x="${(i * pas).toFixed(1)}" y="${BASE + 16}" text-anchor="${i === 0 ? 'start' : 'middle'}">${i * PAS}</text>`;
}

function limite(nombreDeClasses: number): Fragment | '' {
  const rang = LIMITE / PAS;
  if (rang > nombreDeClasses) return '';
  const x = ((LARGEUR / nombreDeClasses) * rang).toFixed(1);
  return html`<line class="limite" x1="${x}" y1="4" x2="${x}" y2="${BASE}"/><text class="limite" x="${Number(x) + 6}" y="14">25 jours</text>`;
}

/** Bars of the delays with their table twin, from the same classes. */
export function histogramme(classes: readonly Classe[]): Fragment {
  if (classes.length === 0) return html`<p>Aucun délai à représenter.</p>`;
  const maximum = Math.max(...classes.map((c) => c.n));
  const total = classes.reduce((somme, c) => somme + c.n, 0);
  return html`
    <div class="deux">
    <figure>
      <svg viewBox="0 0 ${LARGEUR} ${HAUTEUR}" role="img" aria-labelledby="delais-titre">
      <title id="delais-titre">Nombre de demandes par délai de traitement, en jours ; les mêmes valeurs sont dans le tableau qui suit.</title>
      <line class="axe" x1="0" y1="${BASE}" x2="${LARGEUR}" y2="${BASE}"/>${classes.map((c, i) => barre(c, i, classes.length, maximum))}
      ${limite(classes.length)}
      <text x="${LARGEUR / 2}" y="${HAUTEUR - 4}" text-anchor="middle">Délai en jours, de la réception à l'avis</text>
      </svg>
      <figcaption>Plus haute barre : ${nombre(maximum)} demandes. En foncé, moins de 25 jours.</figcaption>
    </figure>
    <div class="defile" role="region" aria-labelledby="table-delais" tabindex="0">
    <table>
      <caption id="table-delais">Demandes par délai</caption>
      <thead><tr><th scope="col">Jours</th><th scope="col" class="n">Demandes</th><th scope="col" class="n">Part</th></tr></thead>
      <tbody>${classes.map((c) => html`
        <tr><th scope="row">${c.libelle}</th><td class="n">${nombre(c.n)}</td><td class="n">${total ? `${nombre(Math.round((1_000 * c.n) / total) / 10)} %` : '–'}</td></tr>`)}
      </tbody>
    </table>
    </div>
    </div>`;
}
