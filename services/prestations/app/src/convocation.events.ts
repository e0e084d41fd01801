import { Canal, IssueAbsence, ModeRendezVous as ModePublic, NatureDemande, encoder, type Donnees } from '@sm/contracts';
import type { LigneJournal } from '@sm/platform';
import { appliquerConvocation, type EtatBase, type EtatConvocation, type EvenementConvocation, type ModeRendezVous } from '@sm/prestations-domaine';
import { tete } from './dossier.events';
import { moteurDe } from './procedures';
import { TOPIC, type Tete } from './publication';

const MODES: Readonly<Record<ModeRendezVous, ModePublic>> = { sur_personne: ModePublic.SUR_PERSONNE, a_distance: ModePublic.A_DISTANCE, telephone: ModePublic.TELEPHONE };
const ISSUES = { AbsenceConstatee: IssueAbsence.A_JUSTIFIER, AbsenceExcusee: IssueAbsence.EXCUSEE, AbsencePresumeeInjustifiee: IssueAbsence.INJUSTIFIEE } as const;

export type TeteConvocation = Omit<Tete, 'nature' | 'canal'> & { readonly nature?: NatureDemande; readonly canal?: Canal };

/** Number of a code in its public enumeration, of the same name; absent when the procedure has none there. */
function nomme<V extends number>(enumeration: Readonly<Record<string, string | V>>, code: string): V | undefined {
  const numero = enumeration[code.toUpperCase()];
  return typeof numero === 'number' ? numero : undefined;
}

/** Head of the messages of a dossier's convocations. */
export function teteConvocation(dossier: EtatBase, departement: string): TeteConvocation {
  const { nature: _n, canal: _c, ...commune } = tete(dossier, departement);
  const resume = moteurDe(dossier).resumer(dossier);
  const [nature, canal] = [nomme<NatureDemande>(NatureDemande, resume.nature), nomme<Canal>(Canal, resume.canal)];
  return { ...commune, ...(nature ? { nature } : {}), ...(canal ? { canal } : {}) };
}

function absence(type: keyof typeof ISSUES, etat: EtatConvocation, t: TeteConvocation & { readonly convocationId: string }): Donnees<typeof TOPIC, 'AbsenceConstatee'> {
  const constatee = 'absence' in etat ? etat.absence : null;
  const excusee = 'excuse' in etat ? etat.excuse.jour : '';
  return { ...t, rendezVousLe: etat.rendezVous?.jour ?? '', constateeLe: constatee?.constateeLe ?? excusee, issue: ISSUES[type] };
}

/** Type and bytes of what an event tells the other services; its own type and null when it tells them nothing. `etat` is the state after it. */
export function messageConvocation(e: EvenementConvocation, etat: EtatConvocation, commune: TeteConvocation): { readonly type: string; readonly octets: Uint8Array | null } {
  const t = { ...commune, convocationId: etat.convocation.id };
  switch (e.type) {
    case 'ConvocationEmise': {
      const { jour, rendezVous } = e.prive.lettre;
      return { type: e.type, octets: encoder(TOPIC, e.type, { ...t, emiseLe: jour, rendezVousLe: rendezVous.jour, mode: MODES[rendezVous.mode], reports: etat.reports.length }) };
    }
    case 'PersonneExaminee':
      return { type: 'ExamenRealise', octets: encoder(TOPIC, 'ExamenRealise', { ...t, realiseLe: e.prive.presence.jour, mode: MODES[e.prive.presence.mode] }) };
    case 'AbsenceConstatee':
    case 'AbsenceExcusee':
    case 'AbsencePresumeeInjustifiee':
      return { type: 'AbsenceConstatee', octets: encoder(TOPIC, 'AbsenceConstatee', absence(e.type, etat, t)) };
    default:
      return { type: e.type, octets: null };
  }
}

/** Journal rows of a convocation: under its own id and versions, published under the key of its dossier. */
export function lignesConvocation(evenements: readonly EvenementConvocation[], avant: EtatConvocation | null, versionAvant: number, commune: TeteConvocation): LigneJournal[] {
  let etat = avant;
  return evenements.map((e, i) => {
    const apres = (etat = appliquerConvocation(etat, e));
    const { id, dossierId, unite } = apres.convocation;
    const message = messageConvocation(e, apres, commune);
    return {
      topic: TOPIC, dossier: id, cle: dossierId, version: versionAvant + i + 1, unite, type: message.type, survenuLe: new Date(e.survenuLe),
      prive: { type: e.type, par: e.par, repris: false, prive: e.prive }, public: message.octets,
    };
  });
}
