import type { Persona } from '../config';
import { html } from './html';
import type { Fragment } from './html';
import { libelleRole, lieu } from './roles';

function carte(persona: Persona, rang: number): Fragment {
  return html`
      <li class="carte">
        <h3 id="p${rang}">${persona.nom}</h3>
        <dl>
          <div><dt>Qui</dt><dd>${libelleRole(persona.role)}</dd></div>
          <div><dt>Où</dt><dd>${lieu(persona)}</dd></div>
          <div><dt>Vous trouverez</dt><dd>${persona.quoi}</dd></div>
        </dl>
        <button class="bouton" type="submit" name="profil" value="${persona.sub}" id="b${rang}" aria-labelledby="b${rang} p${rang}">Entrer</button>
      </li>`;
}

/** Sign-in by one card a person: who, where, what will be found; no password. `action` receives `profil`. */
export function cartes(personas: readonly Persona[], action: string): Fragment {
  return html`
    <p class="avertissement"><strong>Ceci est une démonstration.</strong> Les personnes ci-dessous sont inventées ; aucun mot de passe n'est demandé.</p>
    <form method="post" action="${action}">
    <h2>Choisissez qui vous êtes</h2>
    <ul class="cartes">${personas.map(carte)}
    </ul>
    </form>`;
}
