import { Porte } from './activite-porte';
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
}

/** Practitioners who hold appointments, each two mornings a week in a room of their own. */
const AGENDAS = ['931002', '931005', '931023', 'S931001'] as const;
const PREMIER_JOUR = 12;
const PERIODE = 21;
/** Of six convocations: two prepared, one sent without proof yet, three sent with proof, whose leave is then convoked. */
const ETAPES = ['preparee', 'preparee', 'emise', 'prouvee', 'prouvee', 'prouvee'] as const;

interface Element {
  readonly id: string;
  readonly [champ: string]: unknown;
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
    for (const [rang, matricule] of AGENDAS.entries()) await this.agenda(matricule, rang);
  }

  private async agenda(matricule: string, rang: number): Promise<void> {
    const debut = jour(this.o.jour) + PREMIER_JOUR;
    const rythme = {
      unite: 'ELSM-931', praticien: `agent:${matricule}`, site: 'BOBIGNY', salle: `S${rang + 1}`, mode: 'sur_personne', dureeMinutes: 30, du: texteDuJour(debut), au: texteDuJour(debut + PERIODE),
      joursSemaine: [2, 4], plages: [{ de: '09:00', a: '12:00' }],
    };
    await this.porte.commander('/agenda/rythmes', rythme, `portefeuille-agenda-${this.o.jour}-${matricule}`);
    const libres = elements(await this.porte.lire(`/agenda/libres?unite=ELSM-931&praticien=agent:${matricule}&limite=50`));
    const confies = elements(await this.porte.lire(`/dossiers?procedure=arret&statut=affectee&praticien=agent:${matricule}&limite=50`));
    for (const [n, etape] of ETAPES.entries()) {
      const [dossier, creneau] = [confies[n], libres[2 * n]];
      if (dossier && creneau) await this.convoquer(dossier, creneau, etape);
    }
  }

  private async convoquer(dossier: Element, creneau: Element, etape: (typeof ETAPES)[number]): Promise<void> {
    const cle = `portefeuille-${dossier.id}`;
    let c = await this.porte.commander('/convocations', { dossier: dossier.id, creneau: creneau.id }, cle);
    this.faites++;
    if (etape === 'preparee') return;
    const chemin = `/convocations/${texte(c, 'convocation')}`;
    c = await this.porte.commander(`${chemin}/emission`, {}, `${cle}-emission`, version(c));
    if (etape === 'emise') return;
    await this.porte.commander(`${chemin}/preuve-envoi`, { mode: 'recommande', jour: this.o.jour }, `${cle}-preuve`, version(c));
    const dite = { mode: 'sur_personne', jour: texte(creneau, 'jour'), preuveEnvoi: this.o.jour };
    await this.porte.commander(`/arrets/${dossier.id}/convocation`, dite, `${cle}-dossier`, version(dossier));
    this.convoques++;
  }
}
