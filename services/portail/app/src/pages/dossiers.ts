import { releveDeLaCaisse } from '@sm/kernel';
import type { Identite } from '../session/oidc.client';
import { jourCourt, nombre } from './formats';
import { html } from './html';
import type { Fragment } from './html';
import { compte, liste, objet, texte } from './lecture';
import { CANAUX, NATURES, STATUTS, auteur, enMots } from './mots';
import { lieu } from './roles';

type Objet = ReturnType<typeof objet>;

/** What the address of the list says; nothing about a person. */
export interface Filtre {
  readonly statut: string;
  readonly moi: boolean;
  readonly retard: boolean;
  readonly curseur: string;
}

const A_TRAITER = ['recue', 'recevable', 'affectee', 'complement_demande', 'second_avis_demande'];

/** Query of a filter: the same words for the page and for the service. */
export function requeteDe({ statut, moi, retard, curseur }: Filtre): string {
  const champs = { ...(statut ? { statut } : {}), ...(moi ? { praticien: 'moi' } : {}), ...(retard ? { retard: 'oui' } : {}), ...(curseur ? { curseur } : {}) };
  return new URLSearchParams(champs).toString();
}

function reperes(resume: Objet, caisse: boolean): Fragment {
  const parStatut = objet(resume['parStatut']);
  return html`
    <dl class="reperes">
      <div><dt>À traiter par le service médical</dt><dd>${nombre(A_TRAITER.reduce((n, statut) => n + compte(parStatut[statut]), 0))} <span>reçus, recevables, affectés, en attente</span></dd></div>
      <div><dt>En retard</dt><dd>${nombre(compte(resume['enRetard']))} <span>délai de traitement dépassé, sans avis</span></dd></div>${caisse ? '' : html`
      <div><dt>Mes dossiers</dt><dd>${nombre(compte(resume['mesDossiers']))} <span>qui me sont confiés et attendent un avis</span></dd></div>`}
    </dl>`;
}

const coche = (nom: string, valeur: string, libelle: string, cochee: boolean): Fragment => html`
      <p class="case"><input type="checkbox" id="${nom}" name="${nom}" value="${valeur}"${cochee ? html` checked` : ''}> <label for="${nom}">${libelle}</label></p>`;

function choix({ statut, moi, retard }: Filtre, resume: Objet, caisse: boolean): Fragment {
  const parStatut = objet(resume['parStatut']);
  return html`
    <form class="choix" method="get" action="/dossiers" aria-label="Filtrer les dossiers">
      <p><label for="statut">Statut</label> <select id="statut" name="statut"><option value="">Tous</option>${[...STATUTS].map(([code, mots]) => html`
        <option value="${code}"${code === statut ? html` selected` : ''}>${mots} (${nombre(compte(parStatut[code]))})</option>`)}
      </select></p>${caisse ? '' : coche('praticien', 'moi', 'Confiés à moi', moi)}${coche('retard', 'oui', 'En retard', retard)}
      <p><button class="bouton" type="submit">Filtrer</button></p>
    </form>`;
}

function ligne(l: Objet, { sub }: Identite, caisse: boolean): Fragment {
  return html`
        <tr><td class="quand">${jourCourt(texte(l['jourRecu']))}</td><th scope="row" class="quand"><a href="/dossiers/${encodeURIComponent(texte(l['id']))}">${texte(l['numero'])}</a></th>
          <td>${enMots(NATURES, texte(l['nature']))}</td><td>${enMots(CANAUX, texte(l['canal']))}</td><td>${enMots(STATUTS, texte(l['statut']))}</td>${caisse ? '' : html`
          <td>${auteur(texte(l['praticien']), sub)}</td>`}
          <td class="quand">${jourCourt(texte(l['jourAvis']))}</td><td class="quand">${jourCourt(texte(l['finExoneration']))}</td><td>${l['enRetard'] === true ? html`<strong>oui</strong>` : 'non'}</td></tr>`;
}

function tableau(lignes: readonly Objet[], identite: Identite, caisse: boolean): Fragment {
  return html`
    <div class="defile" role="region" aria-labelledby="table-dossiers" tabindex="0">
    <table class="travail">
      <caption id="table-dossiers">Dossiers, de la plus ancienne réception à la plus récente</caption>
      <thead><tr><th scope="col">Reçu le</th><th scope="col">Numéro</th><th scope="col">Nature</th><th scope="col">Canal</th><th scope="col">Statut</th>${caisse ? '' : html`<th scope="col">Praticien</th>`}<th scope="col">Avis le</th><th scope="col">Fin d'exonération</th><th scope="col">En retard</th></tr></thead>
      <tbody>${lignes.map((l) => ligne(l, identite, caisse))}
      </tbody>
    </table>
    </div>`;
}

function vide({ statut, moi, retard, curseur }: Filtre): Fragment {
  if (curseur) return html`<p>Il n'y a pas d'autre dossier.</p>`;
  return statut || moi || retard ? html`<p>Aucun dossier ne répond à ce filtre.</p>` : html`<p>Aucun dossier dans votre périmètre.</p>`;
}

function suite(filtre: Filtre, suivant: string): Fragment | '' {
  const lien = (curseur: string): string => `/dossiers?${requeteDe({ ...filtre, curseur })}`;
  if (!filtre.curseur && !suivant) return '';
  return html`<p class="suite">${filtre.curseur ? html`<a href="${lien('')}">Revenir au début</a> ` : ''}${suivant ? html`<a rel="next" href="${lien(suivant)}">Page suivante</a>` : ''}</p>`;
}

/** The worklist of the signed-in account, with its counts: administrative columns only. */
export function pageDossiers(identite: Identite, filtre: Filtre, donnees: { resume: unknown; page: unknown }): Fragment {
  const caisse = releveDeLaCaisse([identite.role]);
  const [resume, page] = [objet(donnees.resume), objet(donnees.page)];
  const [lignes, suivant] = [liste(page['elements']), texte(page['suivant'])];
  return html`
    <h1>Dossiers <span class="sous">${lieu(identite)}</span></h1>
    ${reperes(resume, caisse)}
    ${choix(filtre, resume, caisse)}
    ${lignes.length === 0 ? vide(filtre) : tableau(lignes, identite, caisse)}
    ${suite(filtre, suivant)}`;
}
