import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ENTETE_ASSURES } from './assures';
import { jour, ouvre, texteDuJour, type Jour } from './calendrier';
import { Fichier, type Trace } from './fichiers';
import { Hasard } from './hasard';
import { ENTETE_AGENTS } from './personnel';
import { RECETTES_ALD, RECETTES_VOISINES, demandeDuJour } from './vivant-ald';
import { RECETTES_ARRET } from './vivant-arret';
import { RECETTES_ATMP } from './vivant-atmp';
import { Chantier, executer, type Ligne, type Recette } from './vivant-chantier';
import { CompteurVivant, FICHIERS_VIVANTS, type ManifesteVivant } from './vivant-manifeste';
import { Assures } from './vivant-personnes';
import { ENTETE_MESURES, lignesMesures } from './vivant-mesures';
import { REPRIS_LE, effectif, lignesEffectif, service931, serviceVoisin, type Service } from './vivant-personnel';

export interface OptionsVivant {
  /** Directory to fill; made when missing. */
  readonly sortie: string;
  readonly graine: number;
  /** Day of the start, `YYYY-MM-DD` in Paris: every date is counted from it. */
  readonly jour: string;
  /** 1 for the whole portfolio of about 3 000 dossiers; a part keeps at least one dossier of each kind. */
  readonly echelle?: number;
}

const VOISINS = ['921', '951'] as const;
const PART_VOISINE = 0.06;
const DEMANDES_OUVRE = 40;
const DEMANDES_FERME = 12;
const RECETTES: readonly Recette[] = [...RECETTES_ALD, ...RECETTES_ARRET, ...RECETTES_ATMP];

/** Name of the source: it carries the day, so that two portfolios could never be taken for one. */
export const sourceVivante = (depart: Jour): string => `PORTEFEUILLE-${texteDuJour(depart)}`;

class Ecrivain {
  private plein = false;

  constructor(private readonly fichier: Fichier) {}

  ecrire = (texte: string): void => void (this.plein = this.fichier.ecrire(texte) || this.plein);

  async respirer(): Promise<void> {
    if (this.plein) await this.fichier.vider();
    this.plein = false;
  }
}

/** Every line of a portfolio, with what it is expected to become. */
export async function* lignesVivantes(graine: number, depart: Jour, echelle: number, ecrireAssure: (ligne: string) => void): AsyncGenerator<Ligne & { readonly duJour?: true }> {
  const de = (usage: string): Hasard => Hasard.de(graine, `${usage}|${texteDuJour(depart)}`);
  const assures = new Assures(sourceVivante(depart), de('assures-vivants'), depart, ecrireAssure);
  const chantier = (service: Service): Chantier => new Chantier(depart, sourceVivante(depart), de(`portefeuille-${service.unite}`), service, assures);
  const siege = chantier(service931(effectif()));
  yield* executer(RECETTES, echelle, siege);
  for (const caisse of VOISINS) yield* executer(RECETTES_VOISINES, echelle * PART_VOISINE, chantier(serviceVoisin(caisse)));
  const attendues = Math.max(2, Math.round((ouvre(depart) ? DEMANDES_OUVRE : DEMANDES_FERME) * echelle));
  for (let n = 0; n < attendues; n++) yield { ...demandeDuJour(siege, `CAISSE-931-${texteDuJour(depart)}`), duJour: true };
}

async function ecrire(o: Required<OptionsVivant>, depart: Jour, compteur: CompteurVivant): Promise<Trace[]> {
  const nom = FICHIERS_VIVANTS;
  const agents = await Fichier.creer(o.sortie, nom.agents, ENTETE_AGENTS);
  for (const ligne of lignesEffectif(effectif())) agents.ecrire(ligne);
  const mesures = await Fichier.creer(o.sortie, nom.mesures, ENTETE_MESURES);
  for (const ligne of lignesMesures(depart)) mesures.ecrire(ligne);
  const [assures, reprise, demandes] = [await Fichier.creer(o.sortie, nom.assures, ENTETE_ASSURES), await Fichier.creer(o.sortie, nom.reprise), await Fichier.creer(o.sortie, nom.demandes)];
  const personnes = new Ecrivain(assures);
  try {
    for await (const ligne of lignesVivantes(o.graine, depart, o.echelle, personnes.ecrire)) {
      compteur.ajouter(ligne);
      const fichier = ligne.duJour ? demandes : reprise;
      if (fichier.ecrire(JSON.stringify(ligne.contenu))) await fichier.vider();
      await personnes.respirer();
    }
    return [await agents.fermer(), await assures.fermer(), await reprise.fermer(), await demandes.fermer(), await mesures.fermer()];
  } catch (erreur) {
    await Promise.all([agents, assures, reprise, demandes, mesures].map((f) => f.abandonner()));
    throw erreur;
  }
}

/**
 * Writes the living portfolio of SCM-931 as it stands on a day, the manifest last: the same seed and day give the same bytes.
 * Throws on a day before the service exists, or on an act that could not have happened.
 */
export async function genererVivant(options: OptionsVivant): Promise<ManifesteVivant> {
  const o = { ...options, echelle: options.echelle ?? 1 };
  if (!/^\d{4}-\d{2}-\d{2}$/.test(o.jour) || Number.isNaN(jour(o.jour)) || texteDuJour(jour(o.jour)) !== o.jour) throw new RangeError('jour attendu : AAAA-MM-JJ');
  if (o.jour <= REPRIS_LE) throw new RangeError(`SCM-931 n'existe que depuis le ${REPRIS_LE}`);
  if (!(o.echelle > 0 && o.echelle <= 1)) throw new RangeError('échelle attendue : plus de 0, au plus 1');
  await mkdir(o.sortie, { recursive: true });
  const compteur = new CompteurVivant('ELSM-931', jour(o.jour));
  const fichiers = await ecrire(o, jour(o.jour), compteur);
  const resultat = compteur.manifeste(o.graine, fichiers);
  const chemin = join(o.sortie, FICHIERS_VIVANTS.manifeste);
  await writeFile(`${chemin}.neuf`, `${JSON.stringify(resultat, null, 2)}\n`);
  await rename(`${chemin}.neuf`, chemin);
  return resultat;
}
