import type { Persona } from '../config';
import type { Identite } from '../session/oidc.client';
import { cartes } from './cartes';
import { html } from './html';
import type { Fragment } from './html';
import { liensDe, libelleRole, lieu } from './roles';

/** Home of a visitor: what this is, and the cards. */
export function accueilVisiteur(personas: readonly Persona[]): Fragment {
  return html`
    <h1>Service médical de l'Assurance Maladie</h1>
    <p class="chapo">Le service médical rend les avis médicaux qui fondent les décisions de l'assurance maladie. Cette plateforme suit les demandes, de leur arrivée au rapport d'activité.</p>
    ${cartes(personas, '/connexion')}`;
}

/** Home of someone signed in: who, where, what, and where to go. */
export function accueilConnecte(identite: Identite): Fragment {
  const liens = liensDe(identite);
  return html`
    <h1>Bonjour, ${identite.nom}</h1>
    <dl class="fiche">
      <div><dt>Qui</dt><dd>${libelleRole(identite.role)}</dd></div>
      <div><dt>Où</dt><dd>${lieu(identite)}</dd></div>
      <div><dt>Vous trouverez</dt><dd>${identite.quoi}</dd></div>
    </dl>
    <h2>Où aller</h2>
    ${liens.length === 0 ? html`<p>Aucune page n'est encore ouverte à ce rôle.</p>` : html`<ul class="acces">${liens.map(({ href, texte, resume }) => html`
      <li><a href="${href}">${texte}</a> <span>${resume}</span></li>`)}
    </ul>`}
    <p><a href="/connexion">Changer de personne</a></p>`;
}

/** Sign-in page of the identity provider. */
export function pageConnexion(personas: readonly Persona[], action: string): Fragment {
  return html`
    <h1>Connexion</h1>
    ${cartes(personas, action)}`;
}
