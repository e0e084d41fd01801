import type { OpenAPIObject } from '@nestjs/swagger';

interface OperationLue {
  summary?: string;
  security?: unknown[];
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { content?: Record<string, { schema?: { $ref?: string } }> };
  responses?: Record<string, { description?: string }>;
}

const METHODES = ['get', 'post', 'put', 'patch', 'delete'] as const;
const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1d1d1f}' +
  'table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #bbb}code{font-size:.95em}pre{overflow:auto;background:#f4f4f6;padding:1rem}';

const echapper = (texte: string): string =>
  texte.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

function ligne(chemin: string, methode: string, operation: OperationLue): string {
  const parametres = (operation.parameters ?? []).map((p) => `<code>${echapper(p.name)}</code> (${echapper(p.in)}${p.required ? ', obligatoire' : ''})`);
  const corps = Object.entries(operation.requestBody?.content ?? {}).map(([type, { schema }]) => {
    const nom = schema?.$ref?.split('/').at(-1);
    return nom ? `<a href="#${echapper(nom)}">${echapper(nom)}</a>` : `<code>${echapper(type)}</code>`;
  });
  const statuts = Object.keys(operation.responses ?? {}).filter((statut) => statut !== 'default');
  return `<tr><td><code>${methode.toUpperCase()} ${echapper(chemin)}</code></td><td>${echapper(operation.summary ?? '')}</td><td>${parametres.join('<br>')}</td><td>${corps.join('<br>')}</td><td>${statuts.map(echapper).join(', ')}</td></tr>`;
}

/** The API as one plain page: no script, no outside resource. */
export function pageOpenApi(document: OpenAPIObject): string {
  const lignes = Object.entries(document.paths).flatMap(([chemin, item]) =>
    METHODES.flatMap((methode) => (item[methode] ? [ligne(chemin, methode, item[methode] as OperationLue)] : [])),
  );
  const schemas = Object.entries(document.components?.schemas ?? {}).map(
    ([nom, schema]) => `<h3 id="${echapper(nom)}">${echapper(nom)}</h3><pre>${echapper(JSON.stringify(schema, null, 2))}</pre>`,
  );
  const titre = echapper(document.info.title);
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>${titre}</title><style>${STYLE}</style></head><body><main><h1>${titre}</h1>
<p>Version ${echapper(document.info.version)}. Le même contenu pour les machines : <a href="openapi.json">openapi.json</a>.</p>
<h2>Adresses</h2><table><thead><tr><th>Adresse</th><th>Objet</th><th>Paramètres</th><th>Corps</th><th>Réponses</th></tr></thead><tbody>${lignes.join('')}</tbody></table>
<h2>Objets</h2>${schemas.join('')}</main></body></html>`;
}
