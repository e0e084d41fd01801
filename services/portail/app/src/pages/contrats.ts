import { html } from './html';
import type { Fragment } from './html';
import { liste, objet, texte } from './lecture';

type Objet = ReturnType<typeof objet>;

const METHODES = ['get', 'post', 'put', 'patch', 'delete'];
const nomDe = (ref: unknown): string => texte(ref).split('/').at(-1) ?? '';
const ancre = (prefixe: string, nom: string): string => `${prefixe}-${nom.replace(/[^\w.-]/g, '-')}`;
const vers = (ref: unknown): Fragment => html`<a href="#${ancre('schema', nomDe(ref))}">${nomDe(ref)}</a>`;

/** A type in words: its name when it has one, else its kind and its bounds. */
function genre(schema: Objet): Fragment | string {
  if (schema['$ref']) return vers(schema['$ref']);
  const choix = [...liste(schema['oneOf']), ...liste(schema['anyOf']), ...liste(schema['allOf'])];
  if (choix.length) return html`${choix.map((s, i) => html`${i ? ' ou ' : ''}${genre(s)}`)}`;
  if (schema['enum']) return html`${(schema['enum'] as unknown[]).map((v, i) => html`${i ? ', ' : ''}<code>${String(v)}</code>`)}`;
  if (schema['const'] !== undefined) return html`<code>${String(schema['const'])}</code>`;
  const type = [schema['type']].flat().map(String).join(' ou ');
  if (type.startsWith('array')) return html`liste de ${genre(objet(schema['items']))}`;
  return html`${type.replace('undefined', 'objet')}${schema['format'] ? html` (${texte(schema['format'])})` : ''}${schema['pattern'] ? html` <code>${texte(schema['pattern'])}</code>` : ''}`;
}

const reponseDe = (document: Objet, reponse: Objet): Objet => (reponse['$ref'] ? objet(objet(objet(document['components'])['responses'])[nomDe(reponse['$ref'])]) : reponse);

function contenuDe(content: unknown): Fragment[] {
  return Object.entries(objet(content)).map(([type, media]) => html`<span class="ligne"><code>${type}</code> ${genre(objet(objet(media)['schema']))}</span>`);
}

function operation(document: Objet, chemin: string, methode: string, o: Objet): Fragment {
  const parametres = liste(o['parameters']);
  const corps = objet(objet(o['requestBody'])['content']);
  const reponses = Object.entries(objet(o['responses']));
  return html`
    <details><summary><strong>${texte(o['summary'])}</strong> <code>${methode.toUpperCase()} ${chemin}</code></summary>
    ${parametres.length ? html`<h4>Paramètres</h4><ul>${parametres.map((p) => html`<li><code>${texte(p['name'])}</code>${p['required'] ? ' (obligatoire)' : ''} : ${texte(p['description'])} ${genre(objet(p['schema']))}</li>`)}</ul>` : ''}
    ${Object.keys(corps).length ? html`<h4>Corps</h4><p>${contenuDe(corps)}</p>` : ''}
    <h4>Réponses</h4><ul>${reponses.map(([statut, r]) => {
      const lue = reponseDe(document, objet(r));
      return html`<li><strong>${statut}</strong> ${texte(lue['description'])} ${statut.startsWith('2') ? contenuDe(lue['content']) : ''}</li>`;
    })}</ul></details>`;
}

function schemas(titre: string, prefixe: string, lus: Objet): Fragment {
  return html`<h2>${titre}</h2>${Object.entries(lus).map(([nom, s]) => {
    const proprietes = Object.entries(objet(objet(s)['properties']));
    const obligatoires = (objet(s)['required'] ?? []) as unknown[];
    return html`<details id="${ancre(prefixe, nom)}"><summary><code>${nom}</code></summary>${proprietes.length ? html`<ul>${proprietes.map(([champ, c]) => html`
      <li><code>${champ}</code>${obligatoires.includes(champ) ? ' (obligatoire)' : ''} : ${genre(objet(c))}${objet(c)['x-confidentialite'] ? html` <span class="code">${texte(objet(c)['x-confidentialite'])}</span>` : ''} ${texte(objet(c)['description'])}</li>`)}</ul>` : html`<p>${genre(objet(s))}</p>`}</details>`;
  })}`;
}

function canaux(messages: Objet): Fragment {
  return html`<h2>Messages</h2><ul>${Object.values(objet(messages['channels'])).map(objet).map((c) => html`
    <li><strong><code>${texte(c['address'])}</code></strong> ${texte(c['description'])}<br>Types : ${Object.keys(objet(c['messages'])).map((type, i) => html`${i ? ', ' : ''}<code>${type}</code>`)}</li>`)}</ul>`;
}

/** The list of services whose contracts can be read. */
export function pageContrats(services: readonly string[]): Fragment {
  return html`
    <h1>Contrats des services</h1>
    <p class="chapo">Ce que chaque service reçoit, répond et publie, lu dans le code au démarrage.</p>
    <ul class="acces">${services.map((s) => html`<li><a href="/contrats/${s}">${s}</a> <span>Routes, objets et messages. Pour les machines : <a href="/api/${s}/openapi.json">OpenAPI 3.1</a>, <a href="/api/${s}/asyncapi.json">AsyncAPI 3</a>.</span></li>`)}</ul>`;
}

/** The contracts of one service: its routes by group, its messages, their schemas. */
export function pageContrat(service: string, lu: { readonly api: unknown; readonly messages: unknown }): Fragment {
  const [document, messages] = [objet(lu.api), objet(lu.messages)];
  const operations = Object.entries(objet(document['paths'])).flatMap(([chemin, item]) => METHODES.filter((m) => objet(item)[m]).map((m) => ({ chemin, m, o: objet(objet(item)[m]) })));
  const groupes = [...Map.groupBy(operations, ({ o }) => String((o['tags'] as unknown[] | undefined)?.[0] ?? ''))].sort(([a], [b]) => a.localeCompare(b, 'fr'));
  return html`
    <h1>Contrats de ${service} <span class="sous">version ${texte(objet(document['info'])['version'])}</span></h1>
    <p class="chapo">${texte(objet(document['info'])['description'])} Pour les machines : <a href="/api/${service}/openapi.json">OpenAPI 3.1</a>, <a href="/api/${service}/asyncapi.json">AsyncAPI 3</a>. <a href="/contrats">Les autres services</a></p>
    <div class="contrats">
    ${groupes.map(([nom, siennes]) => html`<h2>${nom}</h2>${siennes.map(({ chemin, m, o }) => operation(document, chemin, m, o))}`)}
    ${canaux(messages)}
    ${schemas('Objets échangés', 'schema', objet(objet(document['components'])['schemas']))}
    ${schemas('Contenu des messages', 'message', objet(objet(messages['components'])['schemas']))}
    </div>`;
}
