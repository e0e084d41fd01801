import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ENTETE_ASSURES, Etat } from './assures';
import { Compteur } from './controle';
import { derouler } from './deroulement';
import { Fichier, type Trace } from './fichiers';
import { Hasard } from './hasard';
import { dossier, type Dossier, type Nature } from './histoires';
import { FICHIERS, manifeste, type Manifeste } from './manifeste';
import { personas } from './personas';
import { ENTETE_AGENTS, ligneAgent, personnel, type Agent } from './personnel';
import { Equipe } from './presence';
import { ENTETE_PROFESSIONNELS, lignesProfessionnels } from './professionnels';
import { REFERENCE, attendusPour, planAnnuel, type Journee } from './repartition';
import { Reserve, tirerPathologie } from './reserve';

export interface OptionsGeneration {
  /** Directory to fill; made when missing. */
  readonly sortie: string;
  readonly graine: number;
  /** Number of histories, 1 to 86 192; the whole year by default. */
  readonly taille?: number;
}

interface Prevue {
  readonly s: number;
  readonly nature: Nature;
  readonly pse: boolean;
  readonly tardive: boolean;
}

/** The avis of a day in the order of the clock, with the exact numbers of the plan. */
function journee(j: Journee, h: Hasard): Prevue[] {
  const tirer = (vrais: number): boolean[] => h.melanger(Array.from({ length: j.demandes }, (_, i) => i < vrais));
  const [initiales, pse, tardives] = [tirer(j.initiales), tirer(j.pse), tirer(j.tardives)];
  const heure = (): number => (h.vrai(0.52) ? h.entier(9 * 3600 + 900, 12 * 3600 + 1800) : h.entier(13 * 3600 + 1800, 17 * 3600 + 2700));
  return initiales
    .map((initiale, i): Prevue => ({ s: heure(), nature: initiale ? 'initiale' : 'prolongation', pse: pse[i] === true, tardive: tardives[i] === true }))
    .sort((a, b) => a.s - b.s);
}

function* dossiers(graine: number, taille: number, agents: readonly Agent[], etat: Etat): Generator<Dossier> {
  const h = Hasard.de(graine, 'dossiers');
  const elsm = agents.filter((a) => a.unite === 'ELSM-931');
  const absences = Hasard.de(graine, 'absences');
  const medecins = new Equipe(elsm.filter((a) => a.role === 'MC'), absences);
  const techniciens = new Equipe(elsm.filter((a) => a.role === 'TSM'), absences);
  const chef = elsm.find((a) => a.role === 'MCCS');
  if (!chef) throw new Error('aucun médecin chef de service');
  const reserve = new Reserve(Hasard.de(graine, 'reserve'));
  let numero = 0;
  for (const jour of planAnnuel(attendusPour(taille), Hasard.de(graine, 'plan'))) {
    for (const prevue of journee(jour, h)) {
      const deroulement = derouler({ j: jour.jour, s: prevue.s }, prevue.tardive, prevue.pse, h);
      const dejaVue = reserve.reprendre(prevue.nature, deroulement.recu.j);
      const personne = dejaVue ?? etat.nouvelle(tirerPathologie(prevue.nature, h));
      if (!dejaVue) reserve.retenir(personne, prevue.nature, jour.jour);
      const medecin = medecins.tirer(jour.jour, h, deroulement.affectation.j);
      const { secondAvis } = deroulement;
      const intervenants = {
        medecin,
        completude: techniciens.tirer(deroulement.completude.j, h).sub,
        complement: techniciens.tirer((deroulement.complement?.recu ?? deroulement.completude).j, h).sub,
        chef: `agent:${chef.matricule}`,
        second: secondAvis ? medecins.tirerAutre(secondAvis.rendu.j, h, secondAvis.demande.j, medecin) : null,
      };
      yield dossier({ numero: ++numero, nature: prevue.nature, pse: prevue.pse, personne, deroulement, intervenants }, h);
    }
  }
}

async function ecrireTout(sortie: string, nom: string, entete: string, lignes: Iterable<string>): Promise<Trace> {
  const fichier = await Fichier.creer(sortie, nom, entete);
  for (const ligne of lignes) if (fichier.ecrire(ligne)) await fichier.vider();
  return fichier.fermer();
}

async function ecrireAnnee(o: Required<OptionsGeneration>, agents: readonly Agent[], compteur: Compteur): Promise<Trace[]> {
  const assures = await Fichier.creer(o.sortie, FICHIERS.assures, ENTETE_ASSURES);
  const reprise = await Fichier.creer(o.sortie, FICHIERS.reprise);
  let plein = false;
  const etat = new Etat(Hasard.de(o.graine, 'assures'), (ligne) => {
    plein = assures.ecrire(ligne) || plein;
  });
  try {
    for (const d of dossiers(o.graine, o.taille, agents, etat)) {
      compteur.ajouter(d);
      if (reprise.ecrire(JSON.stringify(d))) await reprise.vider();
      if (plein) await assures.vider();
      plein = false;
    }
    return [await assures.fermer(), await reprise.fermer()];
  } catch (erreur) {
    await Promise.all([assures.abandonner(), reprise.abandonner()]);
    throw erreur;
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
  const compteur = new Compteur();
  const fichiers = [
    await ecrireTout(o.sortie, FICHIERS.agents, ENTETE_AGENTS, agents.map(ligneAgent)),
    await ecrireTout(o.sortie, FICHIERS.professionnels, ENTETE_PROFESSIONNELS, lignesProfessionnels(o.graine)),
    ...(await ecrireAnnee(o, agents, compteur)),
  ];
  const ecarts = compteur.ecarts(attendusPour(o.taille));
  if (ecarts.length > 0) throw new Error(`comptes inexacts : ${ecarts.join(' ; ')}`);
  const resultat = manifeste(o.graine, compteur, fichiers);
  await writeFile(join(o.sortie, FICHIERS.personas), `${JSON.stringify(personas(agents), null, 2)}\n`);
  await writeFile(join(o.sortie, FICHIERS.manifeste), `${JSON.stringify(resultat, null, 2)}\n`);
  return resultat;
}
