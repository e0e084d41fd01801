import { releveDeLaCaisse } from '@sm/kernel';
import type { Identite } from '../session/oidc.client';
import { date, nombre } from './formats';
import { html } from './html';
import type { Fragment, Valeur } from './html';
import { chiffre, liste, objet, texte } from './lecture';
import { ACTES, AVIS, CANAUX, COMMANDES, DECISIONS, MANQUES, MOTIFS, NATURES, REGIMES, STATUTS, auteur, enMots } from './mots';

type Objet = ReturnType<typeof objet>;
type Rubrique = readonly [terme: string, valeur: Valeur];

const codes = (valeur: unknown): string[] => (Array.isArray(valeur) ? valeur.filter((v) => typeof v === 'string') : []);
/** Where the request is told: apart for the service, in the view itself for the caisse. */
const demandeDe = (vue: Objet): Objet => ({ ...vue, ...objet(vue['demande']) });
const periode = (o: Objet): string => (texte(o['debut']) ? `du ${date(texte(o['debut']))} au ${date(texte(o['fin'])) || '…'}` : '');

/** Conclusion in force: the service gives every version, the caisse gets the last one. */
function avis(valeur: unknown): string {
  const enVigueur = Array.isArray(valeur) ? (liste(valeur).at(-1) ?? {}) : objet(valeur);
  if (!texte(enVigueur['sens'])) return 'pas encore rendu';
  const jour = texte(enVigueur['jour']);
  const version = chiffre(enVigueur['version']) ?? 1;
  return [enMots(AVIS, texte(enVigueur['sens'])), jour && `rendu le ${date(jour)}`, version > 1 && `version ${nombre(version)}`, periode(enVigueur)].filter(Boolean).join(', ');
}

function decision(valeur: unknown): string {
  const notifiee = objet(valeur);
  return texte(notifiee['sens']) ? `${enMots(DECISIONS, texte(notifiee['sens']))}, notifiée le ${date(texte(notifiee['jour']))}` : 'pas encore notifiée';
}

function rubriques(vue: Objet, lecteur: string): Rubrique[] {
  const demande = demandeDe(vue);
  const manques = codes(vue['manques']).map((code) => enMots(MANQUES, code)).join(', ');
  return [
    ['Statut', enMots(STATUTS, texte(vue['statut']))],
    ['Motif', enMots(MOTIFS, texte(vue['motif']))],
    ['Manque', manques],
    ['Nature', enMots(NATURES, texte(demande['nature']))],
    ['Canal', enMots(CANAUX, texte(demande['canal']))],
    ['Régime', enMots(REGIMES, texte(demande['regime']))],
    ['Unité en charge', texte(vue['unite'])],
    ['Caisse', texte(demande['caisse'])],
    ['Reçu le', date(texte(demande['jourRecu']))],
    ['Complet le', date(texte(vue['completLe']))],
    ['Praticien', vue['praticien'] ? auteur(texte(objet(vue['praticien'])['acteurId']), lecteur) : ''],
    ['Avis du service médical', avis(vue['avis'])],
    ['Décision de la caisse', decision(vue['decision'])],
    ['Exonération', periode(objet(vue['exoneration']))],
    ['Protocole signé le', date(texte(vue['protocoleSigneLe']))],
    ['Personne', 'Identité réservée au lecteur audité'],
  ];
}

function acte(a: Objet, lecteur: string, caisse: boolean): Fragment {
  return html`
        <tr><th scope="row">${enMots(ACTES, texte(a['type']))}${a['repris'] === true ? html` <span class="repris">repris</span>` : ''}</th><td>${date(texte(a['survenuLe']))}</td>${caisse ? '' : html`
          <td>${auteur(texte(a['par']), lecteur)}</td>`}<td>${date(texte(a['enregistreLe']))}</td></tr>`;
}

function chronologie(page: Objet, id: string, { sub, role }: Identite): Fragment {
  const [actes, suivant] = [liste(page['elements']), texte(page['suivant'])];
  const caisse = releveDeLaCaisse([role]);
  return html`
    <section aria-labelledby="chronologie">
    <h2 id="chronologie">Chronologie</h2>
    ${actes.length === 0 ? html`<p>Aucun acte à montrer.</p>` : html`<div class="defile" role="region" aria-labelledby="table-actes" tabindex="0">
    <table class="actes">
      <caption id="table-actes">Actes du dossier${actes.some((a) => a['repris'] === true) ? ' ; « repris » : venu de l’historique antérieur à la plateforme' : ''}</caption>
      <thead><tr><th scope="col">Acte</th><th scope="col">Fait le</th>${caisse ? '' : html`<th scope="col">Par</th>`}<th scope="col">Enregistré le</th></tr></thead>
      <tbody>${actes.map((a) => acte(a, sub, caisse))}
      </tbody>
    </table>
    </div>`}
    ${suivant ? html`<p class="suite"><a rel="next" href="/dossiers/${encodeURIComponent(id)}?${new URLSearchParams({ curseur: suivant }).toString()}">Actes suivants</a></p>` : ''}
    </section>`;
}

function possibles(commandes: readonly string[]): Fragment {
  return html`
    <section aria-labelledby="possibles">
    <h2 id="possibles">Actes possibles</h2>
    ${commandes.length === 0 ? html`<p>Aucun acte ne vous est ouvert à ce stade du dossier.</p>` : html`<ul>${commandes.map((code) => html`
      <li>${enMots(COMMANDES, code)}</li>`)}
    </ul>
    <p class="note">Les actes se font aujourd'hui par l'API.</p>`}
    </section>`;
}

/** One dossier: administrative state, chronology, what may be done. Neither the person nor anything medical. */
export function pageDossier(identite: Identite, id: string, donnees: { vue: unknown; actes: unknown }): Fragment {
  const vue = objet(donnees.vue);
  const demande = demandeDe(vue);
  return html`
    <p class="suite"><a href="/dossiers">Tous les dossiers</a></p>
    <h1>Dossier ${texte(demande['numero'])} <span class="sous">source ${texte(demande['source'])}</span></h1>
    <dl class="fiche">${rubriques(vue, identite.sub).filter(([, valeur]) => valeur !== '').map(([terme, valeur]) => html`
      <div><dt>${terme}</dt><dd>${valeur}</dd></div>`)}
    </dl>
    ${chronologie(objet(donnees.actes), id, identite)}
    ${possibles(codes(vue['commandesPossibles']))}`;
}
