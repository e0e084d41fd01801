import { ACCES_CONSULTATIONS } from './roles';
import { date } from './formats';
import { html } from './html';
import type { Fragment } from './html';
import { liste, objet, texte } from './lecture';
import { enMots } from './mots';

type Objet = ReturnType<typeof objet>;

/** What the address of the register says. */
export interface FiltreConsultations {
  readonly revue: string;
  readonly resultat: string;
  readonly acteur: string;
  readonly dossier: string;
  readonly du: string;
  readonly au: string;
  readonly curseur: string;
}

const mots = (table: Readonly<Record<string, string>>): ReadonlyMap<string, string> => new Map(Object.entries(table));

const MOTIFS = mots({
  encadrement: 'encadrement', preparation: 'préparation', second_avis: 'second avis', remplacement: 'remplacement', recours: 'recours', droit_acces: "droit d'accès", qualite: 'qualité',
});
const RESULTATS = mots({ lu: 'lu', refuse: 'refusé' });
const TERMINAUX = mots({ navigateur: 'navigateur', programme: 'programme', inconnu: 'terminal inconnu' });
export const REVUES = mots({ justifiee: 'justifiée', explication_demandee: 'explication demandée', injustifiee: 'injustifiée' });
const VUES = mots({ attendue: 'À revoir', faite: 'Déjà revues' });

/** Query of a filter: the same words for the page, for the table and for the service. */
export const requeteConsultations = (filtre: Partial<FiltreConsultations>): string => new URLSearchParams(Object.entries(filtre).filter(([, valeur]) => valeur !== '')).toString();

const option = (code: string, libelle: string, choisi: string): Fragment => html`
        <option value="${code}"${code === choisi ? html` selected` : ''}>${libelle}</option>`;
const champ = (nom: string, libelle: string, valeur: string, type = 'text'): Fragment => html`
      <p><label for="${nom}">${libelle}</label> <input id="${nom}" name="${nom}" type="${type}" value="${valeur}"></p>`;

const choix = (f: FiltreConsultations): Fragment => html`
    <form class="choix" method="get" action="${ACCES_CONSULTATIONS}" aria-label="Filtrer le registre">
      <p><label for="revue">Revue</label> <select id="revue" name="revue"><option value="">Toutes</option>${[...VUES].map(([code, mot]) => option(code, mot, f.revue))}
      </select></p>
      <p><label for="resultat">Résultat</label> <select id="resultat" name="resultat"><option value="">Tous</option>${[...RESULTATS].map(([code, mot]) => option(code, mot, f.resultat))}
      </select></p>${champ('acteur', 'Lecteur (agent:…)', f.acteur)}${champ('dossier', 'Dossier', f.dossier)}${champ('du', 'Du', f.du, 'date')}${champ('au', 'Au', f.au, 'date')}
      <p><button class="bouton" type="submit">Filtrer</button></p>
    </form>`;

function revue(c: Objet): Fragment {
  const faite = objet(c['revue']);
  const dite = texte(faite['resultat']) ? html`${enMots(REVUES, texte(faite['resultat']))}, ${texte(faite['par']).replace(/^agent:/, '')}` : '';
  const ouverte = c['horsDossier'] === true && c['resultat'] === 'lu' && ['', 'explication_demandee'].includes(texte(faite['resultat']));
  if (!ouverte) return html`${dite || '–'}`;
  return html`${dite} <form method="post" class="revue" aria-label="Revoir cette consultation">${[...REVUES].filter(([code]) => code !== texte(faite['resultat'])).map(([code, mot]) => html`
            <button class="bouton discret" type="submit" formaction="${ACCES_CONSULTATIONS}/${encodeURIComponent(texte(c['id']))}/revue/${code}">${mot}</button>`)}
          </form>`;
}

function ligne(c: Objet): Fragment {
  const roles = Array.isArray(c['roles']) ? c['roles'].map(texte).join(', ') : '';
  const pour = Array.isArray(c['pour']) && c['pour'].length > 0 ? ` pour ${c['pour'].map((p) => texte(p).replace(/^agent:/, '')).join(', ')}` : '';
  const motif = texte(c['motif']) ? enMots(MOTIFS, texte(c['motif'])) : c['horsDossier'] === true ? 'non dit' : 'en charge du dossier';
  return html`
        <tr><th scope="row" class="quand">${date(texte(c['le']))}</th><td>${texte(c['acteur']).replace(/^agent:/, '')} <span class="sous">${roles}${pour}</span></td><td>${texte(c['unite'])}</td>
          <td><a href="${ACCES_CONSULTATIONS}?${requeteConsultations({ dossier: texte(c['dossier']) })}">${texte(c['dossier']).slice(-12)}</a> <span class="sous">${texte(c['partie']) === 'piece' ? 'pièce jointe' : 'contenu médical'}</span></td>
          <td>${motif}</td><td>${enMots(RESULTATS, texte(c['resultat']))} <span class="sous">${texte(c['code'])}</span></td><td>${texte(c['adresse']) || '–'} <span class="sous">${enMots(TERMINAUX, texte(c['terminal']))}</span></td><td>${revue(c)}</td></tr>`;
}

/** Register of the readings of medical records: who, when, from where, why, with what result, and the review of those made out of case. Nothing medical. */
export function pageConsultations(filtre: FiltreConsultations, donnees: unknown): Fragment {
  const page = objet(donnees);
  const [lignes, suivant] = [liste(page['elements']), texte(page['suivant'])];
  return html`
    <h1>Consultations des dossiers médicaux</h1>
    <p class="chapo">Chaque ouverture d'un contenu médical, et chaque refus, est inscrite au journal chaîné. Une lecture faite sans être en charge du dossier attend une revue. Cette page laisse elle aussi une trace.</p>
    ${choix(filtre)}
    ${lignes.length === 0 ? html`<p>Aucune consultation ne répond à ces critères.</p>` : html`<div class="defile" role="region" aria-labelledby="table-consultations" tabindex="0">
    <table class="travail">
      <caption id="table-consultations">Consultations, de la plus récente à la plus ancienne</caption>
      <thead><tr><th scope="col">Le</th><th scope="col">Lecteur</th><th scope="col">Unité</th><th scope="col">Dossier</th><th scope="col">Motif</th><th scope="col">Résultat</th><th scope="col">Depuis</th><th scope="col">Revue</th></tr></thead>
      <tbody>${lignes.map(ligne)}
      </tbody>
    </table>
    </div>`}
    <p class="suite">${suivant ? html`<a rel="next" href="${ACCES_CONSULTATIONS}?${requeteConsultations({ ...filtre, curseur: suivant })}">Consultations plus anciennes</a> ` : ''}<a href="/api/prestations/consultations/csv?${requeteConsultations({ ...filtre, curseur: '' })}">Télécharger en CSV</a></p>`;
}
