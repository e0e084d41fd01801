import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { arrets } from './arrets';
import { ENTETE_ASSURES, Etat } from './assures';
import { attendusArretsPour } from './attendus';
import { atmp } from './atmp';
import { Compteur } from './controle';
import { CompteurArrets } from './controle-arrets';
import { demandes } from './demandes';
import { Doublons } from './doublons';
import { Pile, ecrireTout } from './ecriture';
import { Equipes } from './equipes';
import { Fichier, type Trace } from './fichiers';
import { Hasard } from './hasard';
import { FICHIERS, manifeste, type Manifeste } from './manifeste';
import type { Notice } from './notices';
import { personas } from './personas';
import { ENTETE_AGENTS, ligneAgent, personnel, type Agent } from './personnel';
import { Population } from './population';
import { ENTETE_PROFESSIONNELS, lignesProfessionnels } from './professionnels';
import { REFERENCE, attendusPour } from './repartition';

export interface OptionsGeneration {
  /** Directory to fill; made when missing. */
  readonly sortie: string;
  readonly graine: number;
  /** Number of ALD histories, 1 to 86 192; the whole year by default. The other files keep the proportions. */
  readonly taille?: number;
}

/** By how many places the loads are turned for leaves, and for accidents and diseases. */
const DECALAGE_ARRETS = 8;
const DECALAGE_ATMP = 15;

/** What one generation shares between its files. */
class Annee {
  readonly compteur = new Compteur();
  readonly arrets = new CompteurArrets();
  private readonly population: Population;
  private etat: Etat | undefined;

  constructor(private readonly o: Required<OptionsGeneration>, private readonly agents: readonly Agent[]) {
    this.population = new Population(Hasard.de(o.graine, 'population'));
  }

  /** ALD requests and the persons they bear on. */
  async ald(): Promise<Trace[]> {
    const { graine, taille, sortie } = this.o;
    const [assures, reprise] = [await Fichier.creer(sortie, FICHIERS.assures, ENTETE_ASSURES), await Fichier.creer(sortie, FICHIERS.reprise)];
    const pile = new Pile([assures, reprise]);
    const etat = (this.etat = new Etat(Hasard.de(graine, 'assures'), (ligne) => pile.ecrire(assures, ligne)));
    return pile.remplir(async () => {
      for (const d of demandes(graine, taille, new Equipes(graine, this.agents), etat, (p) => this.population.retenir(p))) {
        this.compteur.ajouter(d);
        pile.ecrire(reprise, JSON.stringify(d));
        await pile.soulager();
      }
    });
  }

  /** Leaves, accidents and diseases, and the persons that were missing. */
  async suite(): Promise<Trace[]> {
    const { graine, taille, sortie } = this.o;
    const attendus = attendusArretsPour(taille);
    const [assures, controles, notices, reconnaissances] = [
      await Fichier.creer(sortie, FICHIERS.assuresSuite, ENTETE_ASSURES), await Fichier.creer(sortie, FICHIERS.arrets), await Fichier.creer(sortie, FICHIERS.notices), await Fichier.creer(sortie, FICHIERS.atmp),
    ];
    const pile = new Pile([assures, controles, notices, reconnaissances]);
    const etat = new Etat(Hasard.de(graine, 'assures-suite'), (ligne) => pile.ecrire(assures, ligne), this.etat?.lignes, this.etat?.rang);
    const tirer = (debut: number) => this.population.tirer(debut, etat);
    const doublons = new Doublons(attendus.notices, attendus.doublons);
    const noter = (ligne: string): void => {
      this.arrets.notice(JSON.parse(ligne) as Notice);
      pile.ecrire(notices, ligne);
    };
    return pile.remplir(async () => {
      for (const ligne of arrets(graine, attendus, new Equipes(graine, this.agents, DECALAGE_ARRETS), tirer)) {
        if ('notice' in ligne) for (const l of doublons.passer(JSON.stringify(ligne.notice))) noter(l);
        else {
          this.arrets.controle(ligne.controle);
          pile.ecrire(controles, JSON.stringify(ligne.controle));
        }
        await pile.soulager();
      }
      for (const l of doublons.reste()) noter(l);
      for (const r of atmp(graine, attendus, new Equipes(graine, this.agents, DECALAGE_ATMP), tirer)) {
        this.arrets.reconnaissance(r);
        pile.ecrire(reconnaissances, JSON.stringify(r));
        await pile.soulager();
      }
    });
  }

  /** What differs from the founding report, in French; empty when everything is exact. */
  ecarts(): string[] {
    return [...this.compteur.ecarts(attendusPour(this.o.taille)), ...this.arrets.ecarts(attendusArretsPour(this.o.taille))];
  }
}

/**
 * Writes the sample year to a directory, the manifest last: the same seed and size give the same bytes.
 * Throws when the size is out of bounds, or when what was written is not exactly what the founding report counts.
 */
export async function generer(options: OptionsGeneration): Promise<Manifeste> {
  const o = { ...options, taille: options.taille ?? REFERENCE.demandes };
  if (!Number.isInteger(o.taille) || o.taille < 1 || o.taille > REFERENCE.demandes) throw new RangeError(`taille attendue : de 1 à ${REFERENCE.demandes}`);
  if (!Number.isSafeInteger(o.graine)) throw new RangeError('graine attendue : un nombre entier');
  await mkdir(o.sortie, { recursive: true });
  const agents = personnel();
  const annee = new Annee(o, agents);
  const fichiers = [
    await ecrireTout(o.sortie, FICHIERS.agents, ENTETE_AGENTS, agents.map(ligneAgent)),
    await ecrireTout(o.sortie, FICHIERS.professionnels, ENTETE_PROFESSIONNELS, lignesProfessionnels(o.graine)),
    ...(await annee.ald()),
    ...(await annee.suite()),
  ];
  const ecarts = annee.ecarts();
  if (ecarts.length > 0) throw new Error(`comptes inexacts : ${ecarts.join(' ; ')}`);
  const resultat = manifeste(o.graine, annee.compteur, annee.arrets, fichiers);
  await writeFile(join(o.sortie, FICHIERS.personas), `${JSON.stringify(personas(agents), null, 2)}\n`);
  await writeFile(join(o.sortie, FICHIERS.manifeste), `${JSON.stringify(resultat, null, 2)}\n`);
  return resultat;
}
