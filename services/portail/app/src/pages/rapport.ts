import { date, grandeur, mois, nombre } from './formats';
import { classer, histogramme } from './histogramme';
import { html } from './html';
import type { Fragment } from './html';
import { chiffre, compte, liste, objet, texte } from './lecture';

type Objet = ReturnType<typeof objet>;

function entete(rapport: Objet, adresse: string): Fragment {
  const unite = objet(rapport['unite']);
  const fraicheur = objet(rapport['fraicheur']);
  const dernier = texte(fraicheur['dernierEvenement']);
  const retard = chiffre(fraicheur['retard']);
  return html`
    <h1>Rapport d'activité ${compte(rapport['annee']) || ''} <span class="sous">${texte(unite['nom']) || texte(unite['code'])}</span></h1>
    <dl class="fiche">
      <div><dt>Unité</dt><dd>${texte(unite['code'])}</dd></div>
      <div><dt>Région</dt><dd>${texte(unite['region']) || '–'}</dd></div>
      <div><dt>Arrêté le</dt><dd>${date(texte(rapport['arreteLe'])) || '–'}</dd></div>
      <div><dt>Dernier événement pris en compte</dt><dd>${dernier ? date(dernier) : 'aucun'}</dd></div>
      <div><dt>Événements en attente</dt><dd>${retard === null ? 'non mesuré' : retard === 0 ? 'aucun' : nombre(retard)}</dd></div>
    </dl>
    <p class="outils">Télécharger : <a href="${adresse}?format=csv" download>tableur (CSV)</a> <a href="${adresse}" download>données (JSON)</a></p>`;
}

function fraction(numerateur: unknown, denominateur: unknown): string {
  const [n, d] = [chiffre(numerateur), chiffre(denominateur)];
  return n === null || d === null ? '–' : `${nombre(n)} / ${nombre(d)}`;
}

/** The figure, or null when it is not computed. */
const calcule = (c: Objet): number | null => (c['source'] === 'non_calcule' ? null : chiffre(c['valeur']));

function ligne(ligneChiffre: Objet): Fragment {
  const unite = texte(ligneChiffre['unite']);
  const valeur = calcule(ligneChiffre);
  return html`
        <tr><th scope="row">${texte(ligneChiffre['libelle'])} <span class="code">${texte(ligneChiffre['id'])}</span></th>
          <td class="n ${valeur === null ? 'absent' : 'valeur'}">${grandeur(valeur, unite)}</td><td>${unite === '%' ? '' : unite}</td>
          <td class="n">${fraction(ligneChiffre['numerateur'], ligneChiffre['denominateur'])}</td></tr>`;
}

const chiffresDe = (donnees: Objet): readonly Objet[] => liste(donnees['chiffres']);

function section(donnees: Objet, rang: number): Fragment {
  return html`
    <section aria-labelledby="s${rang}">
    <h2 id="s${rang}">${texte(donnees['titre'])}</h2>
    <div class="defile" role="region" aria-labelledby="t${rang}" tabindex="0">
    <table class="chiffres">
      <caption class="cache" id="t${rang}">${texte(donnees['titre'])} : chiffres de l'année</caption>
      <thead><tr><th scope="col">Indicateur</th><th scope="col" class="n">Valeur</th><th scope="col">Unité</th><th scope="col" class="n">Numérateur / dénominateur</th></tr></thead>
      <tbody>${chiffresDe(donnees).map(ligne)}
      </tbody>
    </table>
    </div>
    </section>`;
}

function delais(donnees: Objet): Fragment {
  const moins25 = objet(donnees['moins25']);
  const jours = (valeur: unknown): string => {
    const n = chiffre(valeur);
    return n === null ? 'non calculé' : `${nombre(n)} ${Math.abs(n) < 2 ? 'jour' : 'jours'}`;
  };
  const classes = classer(liste(donnees['histogramme']).map((l) => ({ jours: compte(l['jours']), n: compte(l['n']) })));
  return html`
    <section aria-labelledby="delais">
    <h2 id="delais">Délais de traitement</h2>
    <dl class="reperes">
      <div><dt>Traitées en moins de 25 jours</dt><dd>${grandeur(chiffre(moins25['pourcentage']), '%')}
        <span>${fraction(moins25['numerateur'], moins25['denominateur'])}</span></dd></div>
      <div><dt>Délai médian</dt><dd>${jours(donnees['mediane'])} <span>la moitié des demandes</span></dd></div>
      <div><dt>Neuf demandes sur dix en</dt><dd>${jours(donnees['p90'])} <span>9<sup>e</sup> décile</span></dd></div>
    </dl>
    ${histogramme(classes)}
    </section>`;
}

const SERIES = ['initiales', 'prolongations'] as const;

function parMois(lignes: readonly Objet[]): Fragment {
  const total = (nom: string): number => lignes.reduce((somme, l) => somme + compte(l[nom]), 0);
  const demandes = (l: Objet): number => SERIES.reduce((somme, nom) => somme + compte(l[nom]), 0);
  const cellule = (n: number): Fragment => html`<td class="n">${nombre(n)}</td>`;
  return html`
    <section aria-labelledby="mois">
    <h2 id="mois">Mois par mois</h2>
    <div class="defile" role="region" aria-labelledby="table-mois" tabindex="0">
    <table class="regulier">
      <caption id="table-mois">Demandes traitées par mois d'avis</caption>
      <thead><tr><th scope="col">Mois</th><th scope="col" class="n">Demandes nouvelles</th><th scope="col" class="n">Prolongations</th><th scope="col" class="n">Ensemble</th><th scope="col" class="n">Dont protocoles électroniques</th></tr></thead>
      <tbody>${lignes.map((l) => html`
        <tr><th scope="row">${mois(texte(l['mois']))}</th>${SERIES.map((nom) => cellule(compte(l[nom])))}<td class="n valeur">${nombre(demandes(l))}</td>${cellule(compte(l['pse']))}</tr>`)}
      </tbody>
      <tfoot><tr><th scope="row">Année</th>${SERIES.map((nom) => cellule(total(nom)))}${cellule(SERIES.reduce((s, nom) => s + total(nom), 0))}${cellule(total('pse'))}</tr></tfoot>
    </table>
    </div>
    </section>`;
}

const estCalculee = (donnees: Objet): boolean => chiffresDe(donnees).some((c) => calcule(c) !== null);

/** Sections without any computed figure, closed, so that the reader meets figures first. */
function nonCalculees(sections: readonly Objet[], rang: number): Fragment | '' {
  if (sections.length === 0) return '';
  const n = sections.reduce((somme, donnees) => somme + chiffresDe(donnees).length, 0);
  return html`
    <details>
    <summary>Rubriques pas encore calculées (${nombre(n)} ${n < 2 ? 'chiffre' : 'chiffres'})</summary>${sections.map((donnees, i) => section(donnees, rang + i))}
    </details>`;
}

/** The yearly report of a unit, from pilotage's JSON; `adresse` is where the same data can be downloaded. */
export function pageRapport(donnees: unknown, adresse: string): Fragment {
  const rapport = objet(donnees);
  const sections = liste(rapport['sections']);
  const calculees = sections.filter(estCalculee);
  return html`${entete(rapport, adresse)}
    ${calculees.map(section)}
    ${delais(objet(rapport['delais']))}
    ${parMois(liste(rapport['parMois']))}
    <p class="note">« Non calculé » : la plateforme ne tient pas encore les événements dont ce chiffre dépend ; aucune valeur n'est reprise d'ailleurs.</p>
    ${nonCalculees(sections.filter((donnees) => !estCalculee(donnees)), calculees.length)}`;
}

/** Choice of a unit and a year. */
export function choixRapport(unite: string, annee: string): Fragment {
  return html`
    <form class="choix" method="get" action="/rapport" aria-label="Choisir un rapport">
      <p><label for="unite">Unité</label> <input id="unite" name="unite" value="${unite}" required pattern="[A-Z0-9\\-]{2,32}" autocomplete="off"></p>
      <p><label for="annee">Année</label> <input id="annee" name="annee" value="${annee}" required pattern="[0-9]{4}" inputmode="numeric" autocomplete="off"></p>
      <p><button class="bouton" type="submit">Afficher</button></p>
    </form>`;
}
