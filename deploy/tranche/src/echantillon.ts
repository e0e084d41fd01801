import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FICHIERS, chargerAPart, genererAPart, type Manifeste } from '@sm/echantillon';
import type { Assemblage } from './assemblage';
import { carteAJour, chargerCarteNationale } from './carte';
import { demanderJeton, type Suivi } from './suivi';

export interface OptionsEchantillon {
  readonly assemblage: Assemblage;
  readonly dossierEtat: string;
  readonly clients: Readonly<Record<string, string>>;
  readonly taille?: number;
  readonly dire: (texte: string) => void;
  /** What is small and must be there early, once the map is. */
  readonly avantAnnee?: () => Promise<void>;
}

export const GRAINE = 931;
const PANNE_MAX_MS = 120_000;

/** Machine accounts of the demonstration, taken in like any other staff. */
const COMPTES = [
  'source;numero;matricule;nom;prenom;categorie;profession;rpps;emploi;employeur;unite;role;activite;quotite;du;au;habilitations',
  'TRANCHE;reprise-931;machine:reprise-931;Reprise;;administratif;;;;;DRSM-IDF;REPRISE;*;1;2015-01-01;;',
  'TRANCHE;rapport;machine:rapport;Rapport;;administratif;;;;;ELSM-931;UGDR;*;1;2015-01-01;;',
  'TRANCHE;caisse-931;machine:caisse-931;Caisse simulée;;administratif;;;;;ELSM-931;CAISSE;*;1;2015-01-01;;',
  'TRANCHE;courrier-931;machine:courrier-931;Courrier numérisé;;administratif;;;;;ELSM-931;TSM;*;1;2015-01-01;;',
  'TRANCHE;rapport-national;machine:rapport;Rapport;;administratif;;;;;CNAM;MCN;*;1;2015-01-01;;',
  'TRANCHE;demonstration;machine:demonstration;Démonstration;;administratif;;;;;CNAM;SOURCE;*;1;2015-01-01;;',
  '',
].join('\n');

/** The tree and the administrator's own assignment have come back through the log by then: a line is not refused for want of them. */
export async function nommerComptes({ assemblage, clients }: OptionsEchantillon): Promise<void> {
  const jeton = await demanderJeton(assemblage.url, 'amorce', clients['amorce']!);
  const reponse = await fetch(`${assemblage.url}/api/organisation/imports?flux=agents`, {
    method: 'POST', headers: { authorization: `Bearer ${jeton}`, 'content-type': 'text/csv; charset=utf-8', 'idempotency-key': 'comptes-machine-v3' }, body: COMPTES,
  });
  const { rejetees } = (reponse.ok ? await reponse.json() : {}) as { rejetees?: number };
  if (rejetees !== 0) throw new Error(`les comptes machine sont refusés (${reponse.status}${rejetees ? `, ${rejetees} ligne(s)` : ''})`);
}

/** Waits until nothing waits any more in any service; an outage is waited out, two minutes at most. */
export async function attendreProjection(suivi: Suivi, dire: (texte: string) => void): Promise<void> {
  let dit = 0;
  let panneDepuis: number | undefined;
  for (;;) {
    try {
      if (await suivi.aJour()) return;
      panneDepuis = undefined;
      if (Date.now() - dit > 1000) {
        const retard = await suivi.retard();
        if (retard > 0) dire(`projection : ${retard.toLocaleString('fr-FR')} événement(s) restants`);
        dit = Date.now();
      }
    } catch (erreur) {
      panneDepuis ??= Date.now();
      if (Date.now() - panneDepuis > PANNE_MAX_MS) throw erreur;
    }
    await pause(200);
  }
}

const dossierEchantillon = ({ dossierEtat, taille }: Pick<OptionsEchantillon, 'dossierEtat' | 'taille'>): string => join(dossierEtat, `echantillon${taille ? `-${taille}` : ''}`);

/** Writes the files of the sample, unless they are there; their directory. */
export async function ecrireEchantillon({ dossierEtat, taille, dire }: Omit<OptionsEchantillon, 'assemblage' | 'clients'>): Promise<string> {
  const dossier = dossierEchantillon({ dossierEtat, ...(taille ? { taille } : {}) });
  if (!existsSync(join(dossier, FICHIERS.manifeste))) {
    dire('écriture des fichiers de l’échantillon (personnes inventées)');
    await genererAPart({ sortie: dossier, graine: GRAINE, ...(taille ? { taille } : {}) });
  }
  return dossier;
}

/** Loads what is invented, through the public API only: the figures of the whole country first, then the sample year. What is there already is left. */
export async function chargerEchantillon(o: OptionsEchantillon): Promise<void> {
  const maintenant = new Date();
  const dossier = dossierEchantillon(o);
  const marque = join(dossier, 'charge.json');
  const [carte, annee] = [!carteAJour(o.dossierEtat, maintenant), !existsSync(marque)];
  if (carte || annee) {
    await attendreProjection(o.assemblage, o.dire);
    await nommerComptes(o);
    await attendreProjection(o.assemblage, o.dire);
  }
  if (carte) {
    const visible = (): Promise<void> => attendreProjection(o.assemblage, () => undefined);
    await chargerCarteNationale({ assemblage: o.assemblage, dossierEtat: o.dossierEtat, secret: o.clients['demonstration']!, graine: GRAINE, maintenant, dire: o.dire, visible });
  }
  await o.avantAnnee?.();
  if (annee) await chargerAnnee(o, dossier, marque);
  else o.dire('échantillon déjà chargé');
}

/** Loads the sample year once. A killed loading is taken up where it was. */
async function chargerAnnee(o: OptionsEchantillon, dossier: string, marque: string): Promise<void> {
  const manifeste = join(dossier, FICHIERS.manifeste);
  await ecrireEchantillon(o);
  const debut = performance.now();
  const bilan = await chargerAPart({ url: o.assemblage.url, dossier, portee: 'api', secrets: { amorce: o.clients['amorce']!, 'reprise-931': o.clients['reprise-931']! } });
  if (!bilan.exact) throw new Error('l’échantillon chargé n’est pas exact ; voir les lignes rejetées ci-dessus');
  await attendreProjection(o.assemblage, o.dire);
  const misDeCote = await o.assemblage.misDeCote();
  if (misDeCote) throw new Error(`${misDeCote} message(s) mis de côté : les chiffres ne seraient pas exacts ; voir /exploitation/lettres-mortes de chaque service`);
  const secondes = (performance.now() - debut) / 1000;
  const { graine } = JSON.parse(readFileSync(manifeste, 'utf8')) as Manifeste;
  // Whole or not at all: whoever finds it reads it at once.
  writeFileSync(`${marque}.ebauche`, JSON.stringify({ graine, secondes, flux: bilan.flux }));
  renameSync(`${marque}.ebauche`, marque);
  o.dire(`échantillon chargé et projeté en ${secondes.toFixed(1)} s`);
}
