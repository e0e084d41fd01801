import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chargerSocle, chargerVivant, Convocations, FICHIERS_VIVANTS, genererVivant, type BilanChargement, type ManifesteVivant, type OptionsChargementVivant } from '@sm/echantillon';
import { attendreProjection, ecrireEchantillon, GRAINE, nommerComptes, type OptionsEchantillon } from './echantillon';

export const dossierPortefeuille = (dossierEtat: string): string => join(dossierEtat, 'portefeuille');

/** Local day in Paris. */
export const jourDeParis = (d: Date): string => new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris', year: 'numeric', month: '2-digit', day: '2-digit' }).format(d);

function exiger({ exact }: BilanChargement): void {
  if (!exact) throw new Error('le portefeuille chargé n’est pas exact ; voir les lignes rejetées ci-dessus');
}

/**
 * Loads once the living portfolio, dated from the day on which it is first loaded. Another day changes nothing: the platform lives on.
 * A killed loading is taken up with the files it had, whatever the day.
 */
export async function chargerPortefeuille(o: OptionsEchantillon): Promise<void> {
  const dossier = dossierPortefeuille(o.dossierEtat);
  const [marque, manifeste] = [join(dossier, 'charge.json'), join(dossier, FICHIERS_VIVANTS.manifeste)];
  const lire = (): ManifesteVivant => JSON.parse(readFileSync(manifeste, 'utf8')) as ManifesteVivant;
  if (existsSync(marque)) {
    o.dire(`portefeuille du ${lire().jour} déjà chargé : la plateforme vit depuis, il n’est pas réécrit`);
    return;
  }
  const debut = performance.now();
  if (!existsSync(manifeste)) await genererVivant({ sortie: dossier, graine: GRAINE, jour: jourDeParis(new Date()) });
  const { clients, assemblage, dire } = o;
  const depot: OptionsChargementVivant = {
    url: assemblage.url, dossier, socle: await ecrireEchantillon(o), portee: 'api',
    secrets: { amorce: clients['amorce']!, 'reprise-931': clients['reprise-931']!, 'caisse-931': clients['caisse-931']! },
  };
  const attendre = (): Promise<void> => attendreProjection(assemblage, dire);
  await attendre();
  await nommerComptes(o);
  await attendre();
  exiger(await chargerSocle(depot));
  exiger(await chargerVivant(depot, attendre));
  const convocations = new Convocations({ url: assemblage.url, portee: 'api', secret: clients['courrier-931']!, jour: lire().jour, dossier });
  await convocations.tout();
  const secondes = (performance.now() - debut) / 1000;
  // Whole or not at all: an empty mark would say that all is there.
  writeFileSync(`${marque}.ebauche`, JSON.stringify({ jour: lire().jour, secondes, convocations: convocations.faites, convoques: convocations.convoques }));
  renameSync(`${marque}.ebauche`, marque);
  dire(`portefeuille vivant chargé (${lire().dossiers.toLocaleString('fr-FR')} dossiers datés du ${lire().jour}, ${convocations.faites} convocations à venir) en ${secondes.toFixed(1)} s`);
}
