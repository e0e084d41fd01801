import { date, grandeur } from './formats';
import { html } from './html';
import type { Fragment } from './html';
import { chiffre, compte, liste, objet, texte } from './lecture';

interface Colonne {
  readonly id: string;
  readonly libelle: string;
  readonly unite: string;
}

type Objet = ReturnType<typeof objet>;

const PERIMETRES: Readonly<Record<string, string>> = { epoque: "périmètre d'époque", courant: 'périmètre courant', constant: 'périmètre constant' };

/** Columns in the order of their codes; names come with the figures when pilotage gives them. */
function colonnes(agregats: Objet): Colonne[] {
  const noms = new Map(liste(agregats['indicateurs']).map((i) => [texte(i['id']), i]));
  const ids = new Set(liste(agregats['lignes']).flatMap((ligne) => Object.keys(objet(ligne['valeurs']))));
  return [...ids].sort().map((id) => ({ id, libelle: texte(noms.get(id)?.['libelle']) || id, unite: texte(noms.get(id)?.['unite']) }));
}

function valeurs(colonnesVues: readonly Colonne[], donnees: Objet): Fragment[] {
  return colonnesVues.map(({ id, unite }) => {
    const valeur = chiffre(donnees[id]);
    return html`<td class="n ${valeur === null ? 'absent' : 'valeur'}">${valeur === null ? html`<abbr title="non calculé">n. c.</abbr>` : grandeur(valeur, unite)}</td>`;
  });
}

/** Regions by figures, read from what the levels below published. */
export function pageNationale(donnees: unknown): Fragment {
  const agregats = objet(donnees);
  const vues = colonnes(agregats);
  const nom = (ligne: Objet): string => texte(objet(ligne['unite'])['nom']) || texte(objet(ligne['unite'])['code']);
  const lignes = [...liste(agregats['lignes'])].sort((a, b) => nom(a).localeCompare(nom(b), 'fr'));
  const totaux = objet(agregats['total']);
  const nonVentile = agregats['nonVentile'] ? objet(agregats['nonVentile']) : null;
  const perimetre = PERIMETRES[texte(agregats['perimetre'])] ?? texte(agregats['perimetre']);
  return html`
    <h1>Tableau par région ${compte(agregats['annee']) || ''} <span class="sous">${perimetre}</span></h1>
    <p class="chapo">Ces chiffres viennent des seuls comptes agrégés que publient les niveaux locaux : aucun dossier n'est lu pour les établir.</p>
    ${texte(agregats['avertissement']) ? html`<p class="avertissement"><strong>${texte(agregats['avertissement'])}</strong></p>` : ''}
    ${lignes.length === 0 ? html`<p>Aucune région n'a encore publié de chiffres pour cette année.</p>` : html`
    <div class="defile" role="region" aria-labelledby="table-regions" tabindex="0">
    <table>
      <caption id="table-regions">Chiffres par région, ${perimetre}</caption>
      <thead><tr><th scope="col">Région</th>${vues.map(({ id, libelle }) => html`<th scope="col" class="n">${libelle}${libelle === id ? '' : html` <span class="code">${id}</span>`}</th>`)}<th scope="col">Arrêté le</th></tr></thead>
      <tbody>${lignes.map((ligne) => html`
        <tr><th scope="row">${nom(ligne)} <span class="code">${texte(objet(ligne['unite'])['code'])}</span></th>${valeurs(vues, objet(ligne['valeurs']))}<td class="quand">${date(texte(ligne['arreteLe']))}</td></tr>`)}
      ${nonVentile ? html`<tr><th scope="row">Non ventilable entre ${liste(nonVentile['entre']).map(texte).join(', ')}</th>${valeurs(vues, objet(nonVentile['valeurs']))}<td></td></tr>` : ''}
      </tbody>
      <tfoot><tr><th scope="row">Ensemble</th>${valeurs(vues, { ...totaux, ...objet(totaux['valeurs']) })}<td></td></tr></tfoot>
    </table>
    </div>`}`;
}
