import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { devance, Porte } from './activite-porte';
import { jour, texteDuJour } from './calendrier';
import { Jetons } from './jetons';
import { champ } from './reseau';

export interface OptionsConvocations {
  readonly url: string;
  readonly portee?: string;
  /** Secret of `courrier-931`, the mail room. */
  readonly secret: string;
  /** Day of the portfolio. */
  readonly jour: string;
  /** Where what is to be convoked is written before anything is: a killed loading goes on with it. */
  readonly dossier: string;
}

/** Practitioners who hold appointments, each two mornings a week in a room of their own. */
const AGENDAS = ['931002', '931005', '931023', 'S931001'] as const;
const PREMIER_JOUR = 12;
const PERIODE = 21;
/** Of six convocations: two prepared, one sent without proof yet, three sent with proof, whose leave is then convoked. */
const ETAPES = ['preparee', 'preparee', 'emise', 'prouvee', 'prouvee', 'prouvee'] as const;

type Etape = (typeof ETAPES)[number];

interface Element {
  readonly id: string;
  readonly [champ: string]: unknown;
}

/** One convocation to make: dossier, slot and version as they were before the first one moved them. */
interface RendezVous {
  readonly dossier: string;
  readonly version: number;
  readonly creneau: string;
  readonly jour: string;
  readonly etape: Etape;
}

const elements = (page: unknown): readonly Element[] => (champ(page, 'elements') ?? []) as readonly Element[];
const texte = (objet: unknown, nom: string): string => String(champ(objet, nom) ?? '');
const version = (objet: unknown): number => Number(champ(objet, 'version'));

/** What a history cannot say: slots ahead and convocations to come, made through the public API by the mail room. */
export class Convocations {
  private readonly porte: Porte;
  faites = 0;
  /** Leaves that a sent and proved convocation moved from `affectee` to `convoque`. */
  convoques = 0;

  constructor(private readonly o: OptionsConvocations) {
    this.porte = new Porte(o.url, new Jetons(o.url, o.portee ?? 'sm'), { id: 'courrier-931', secret: o.secret });
  }

  async tout(): Promise<void> {
    for (const rendezVous of await this.prevus()) await this.convoquer(rendezVous);
  }

  /** Read once: a convocation made takes its slot and its dossier out of the lists from which the others would be chosen. */
  private async prevus(): Promise<readonly RendezVous[]> {
    const fichier = join(this.o.dossier, 'convocations.json');
    if (existsSync(fichier)) return JSON.parse(readFileSync(fichier, 'utf8')) as RendezVous[];
    const prevus: RendezVous[] = [];
    for (const [rang, matricule] of AGENDAS.entries()) prevus.push(...(await this.agenda(matricule, rang)));
    writeFileSync(`${fichier}.ebauche`, JSON.stringify(prevus));
    renameSync(`${fichier}.ebauche`, fichier);
    return prevus;
  }

  private async agenda(matricule: string, rang: number): Promise<RendezVous[]> {
    const debut = jour(this.o.jour) + PREMIER_JOUR;
    const rythme = {
      unite: 'ELSM-931', praticien: `agent:${matricule}`, site: 'BOBIGNY', salle: `S${rang + 1}`, mode: 'sur_personne', dureeMinutes: 30, du: texteDuJour(debut), au: texteDuJour(debut + PERIODE),
      joursSemaine: [2, 4], plages: [{ de: '09:00', a: '12:00' }],
    };
    await this.porte.commander('/agenda/rythmes', rythme, `portefeuille-agenda-${this.o.jour}-${matricule}`);
    const libres = elements(await this.porte.lire(`/agenda/libres?unite=ELSM-931&praticien=agent:${matricule}&limite=50`));
    const confies = elements(await this.porte.lire(`/dossiers?procedure=arret&statut=affectee&praticien=agent:${matricule}&limite=50`));
    return ETAPES.flatMap((etape, n) => {
      const [dossier, creneau] = [confies[n], libres[2 * n]];
      return dossier && creneau ? [{ dossier: dossier.id, version: version(dossier), creneau: creneau.id, jour: texte(creneau, 'jour'), etape }] : [];
    });
  }

  private async convoquer({ dossier, version: lue, creneau, jour: le, etape }: RendezVous): Promise<void> {
    const cle = `portefeuille-${dossier}`;
    let c = await this.porte.commander('/convocations', { dossier, creneau }, cle);
    this.faites++;
    if (etape === 'preparee') return;
    const chemin = `/convocations/${texte(c, 'convocation')}`;
    c = await this.porte.commander(`${chemin}/emission`, {}, `${cle}-emission`, version(c));
    if (etape === 'emise') return;
    await this.porte.commander(`${chemin}/preuve-envoi`, { mode: 'recommande', jour: this.o.jour }, `${cle}-preuve`, version(c));
    await this.dire(dossier, lue, { mode: 'sur_personne', jour: le, preuveEnvoi: this.o.jour });
    this.convoques++;
  }

  /** Tells the dossier that its person is convoked; a clock may have moved it since it was read, between two lives of the host. */
  private async dire(dossier: string, lue: number, dite: object): Promise<void> {
    const envoyer = (v: number): Promise<unknown> => this.porte.commander(`/arrets/${dossier}/convocation`, dite, `portefeuille-${dossier}-dossier-${v}`, v);
    try {
      await envoyer(lue);
    } catch (e) {
      const courant = devance(e) ? await this.porte.lire(`/dossiers/${dossier}`) : null;
      if (!courant) throw e;
      if (champ(courant, 'statut') === 'affectee') await envoyer(version(courant));
    }
  }
}
