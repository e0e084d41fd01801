import type { RefusPortail } from '../refus';
import { html } from './html';
import type { Fragment } from './html';

/** A refusal in words, with the code and the correlation that support will ask for. */
export function pageRefus(refus: RefusPortail, correlation: string): Fragment {
  return html`
    <h1>${refus.titre}</h1>
    ${refus.detail ? html`<p class="chapo">${refus.detail}</p>` : ''}
    <p>${refus.statut === 401 ? html`<a class="bouton" href="/connexion">Se connecter</a>` : html`<a class="bouton" href="/">Revenir à l'accueil</a>`}</p>
    <dl class="fiche technique">
      <div><dt>Statut</dt><dd>${refus.statut}</dd></div>
      <div><dt>Code</dt><dd><code>${refus.code}</code></dd></div>
      <div><dt>Référence</dt><dd><code>${correlation}</code></dd></div>
    </dl>`;
}
