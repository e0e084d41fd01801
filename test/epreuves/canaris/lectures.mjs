import { COMPTES } from './vies.mjs';

const RESERVES = new Set([COMPTES.chef, COMPTES.mc, COMPTES.mc2, COMPTES.ism]);

/** Readings of the record itself: content, attachments and their names. */
const MEDICALES = /\/(medical|pieces-jointes(\/\{pj\})?)$/;

/** The served documents of the services, by name. */
export async function documents(porte, services) {
  const lus = {};
  for (const s of services) lus[s] = (await porte.demander(COMPTES.chef, 'GET', `/${s}/openapi.json`)).corps;
  return lus;
}

const resoudre = (doc, s) => (s?.$ref ? s.$ref.slice(2).split('/').reduce((o, cle) => o[cle], doc) : s);

/** Places of the medical texts in a body, as the served contract tells them: long free strings. */
function* textesLibres(doc, schema, place, profondeur = 0) {
  const s = resoudre(doc, schema);
  if (!s || profondeur > 8) return;
  for (const branche of [...(s.oneOf ?? []), ...(s.anyOf ?? []), ...(s.allOf ?? [])]) yield* textesLibres(doc, branche, place, profondeur + 1);
  if ([s.type].flat().includes('string') && (s.maxLength ?? 0) >= 1000 && !s.enum) yield place;
  for (const [nom, sous] of Object.entries(s.properties ?? {})) yield* textesLibres(doc, sous, place ? `${place}.${nom}` : nom, profondeur + 1);
  if (s.items) yield* textesLibres(doc, s.items, place, profondeur + 1);
}

/** Every medical text that an operation admits, as `family/act#place`. */
export function champsMedicaux(doc) {
  const vus = new Set();
  for (const [chemin, operations] of Object.entries(doc.paths)) {
    for (const { requestBody } of Object.values(operations)) {
      const { schema } = resoudre(doc, requestBody)?.content?.['application/json'] ?? {};
      const famille = chemin.split('/').filter((p) => p && !p.startsWith('{'));
      if (schema) for (const place of textesLibres(doc, schema, '')) vus.add(`${famille.slice(-2).join('/')}#${place}`);
    }
  }
  return vus;
}

/** Every reading that the contracts describe, by every account, on real identifiers, in every format; the medical record is read by those who may only to see that the marks are there. */
export async function toutLire(porte, docs, { dossiers, imports = [], pieces = [] }) {
  for (const [service, doc] of Object.entries(docs)) {
    for (const [chemin, operations] of Object.entries(doc.paths)) {
      if (!operations.get) continue;
      for (const adresse of adresses(service, chemin, { dossiers, imports, pieces })) {
        for (const qui of Object.values(COMPTES)) {
          const reserve = MEDICALES.test(chemin) && RESERVES.has(qui);
          if (!reserve) for (const accept of ['application/json', 'text/html', 'text/csv']) await porte.demander(qui, 'GET', adresse, { entetes: { accept } });
        }
      }
    }
  }
}

function adresses(service, chemin, { dossiers, imports, pieces }) {
  const nu = `/${service}${chemin}`;
  if (!chemin.includes('{')) return [nu];
  if (chemin.includes('/imports/')) return imports.map((id) => nu.replace(/\{\w+\}/, id));
  if (chemin.includes('{pj}')) return pieces.map(({ dossier, piece }) => `${nu.replace('{id}', dossier).replace('{pj}', piece)}?motif=qualite`);
  const fixes = nu.replace('{unite}', 'ELSM-931').replace('{annee}', String(new Date().getFullYear())).replace('{code}', 'ELSM-931');
  return fixes.includes('{') ? dossiers.slice(0, 3).map((id) => fixes.replace(/\{\w+\}/, id)) : [fixes];
}

/** The same for attachments: their contents, and their names in the list. */
export async function relirePieces(porte, marques, pieces) {
  const lus = new Set();
  for (const { dossier, piece } of pieces) {
    for (const reste of ['', `/${piece}`]) {
      const r = await porte.demander(COMPTES.mc, 'GET', `/prestations/dossiers/${dossier}/pieces-jointes${reste}?motif=qualite`, { reserve: true });
      if (r.statut === 200) marques.lus(r.texte).forEach((champ) => lus.add(champ));
    }
  }
  return lus;
}

/** What the practitioner reads of these dossiers: the fields whose mark is there. */
export async function relire(porte, marques, dossiers) {
  const lus = new Set();
  for (const id of dossiers) {
    for (const qui of [COMPTES.mc, COMPTES.chef]) {
      const r = await porte.demander(qui, 'GET', `/prestations/dossiers/${id}/medical?motif=qualite`, { reserve: true });
      if (r.statut === 200) marques.lus(r.texte).forEach((champ) => lus.add(champ));
    }
  }
  return lus;
}
