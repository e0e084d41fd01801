import { enRepos } from '../avancement.mjs';
import { avecBase, valeur } from '../base.mjs';
import { attendre } from '../processus.mjs';
import { SERVICES } from './plateforme.mjs';

const DUES = "SELECT count(*)::int FROM horloge WHERE statut = 'armee' AND echoit_le <= now()";

/** What a service says that still waits, in words; null when nothing does. */
async function attente(client, service) {
  const reponse = await client.essayer('machine:amorce', 'GET', `/${service}/exploitation/etat`).catch((e) => ({ statut: e.cause?.code ?? e.name }));
  if (reponse.statut === 404) return null;
  if (reponse.statut !== 200) return `${service} répond ${reponse.statut}`;
  if (reponse.corps.aJour) return null;
  const { numerotation, relais, consommateurs, travaux } = reponse.corps;
  const retards = consommateurs.filter((c) => c.retard || Object.keys(c.bloquees).length).map((c) => `${c.nom} ${c.retard} ${JSON.stringify(c.bloquees)}`);
  return `${service} : numérotation ${numerotation.enAttente}, relais ${relais?.enAttente ?? '-'}, travaux ${JSON.stringify(travaux)}, consommateurs ${retards.join(' ; ') || 'à jour'}`;
}

/** Waits until no service waits for anything, no journal has a row without number and no clock is due. @returns how long it took (ms), or what was waited for */
export async function guerir(client, etat, delaiMs) {
  const debut = performance.now();
  let reste = '';
  const gueri = await attendre(async () => {
    const attentes = (await Promise.all(SERVICES.map((s) => attente(client, s)))).filter(Boolean);
    const dues = attentes.length ? 0 : await avecBase(etat, 'prestations', (c) => valeur(c, DUES)).catch((e) => e.message);
    const repos = attentes.length || dues ? false : await enRepos(etat).catch((e) => e.message);
    reste = attentes.join('\n') || (dues ? `horloges dues : ${dues}` : 'journaux, compteurs ou agrégats en attente');
    return repos === true;
  }, delaiMs, 200);
  return gueri ? { ms: performance.now() - debut } : { reste };
}
