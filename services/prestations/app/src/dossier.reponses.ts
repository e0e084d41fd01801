import type { ALD, ARRET, ATMP, ControleArret, DossierMedical, DossierMedicalAtmp, Etat, EtatArret, EtatAtmp } from '@sm/prestations-domaine';
import type { VueMedicale } from './dossier.query';
import type { Tete } from './dossier.vues';

type Moteurs = typeof ALD | typeof ARRET | typeof ATMP;
type VueDe<M> = M extends { readonly caisse: { voir(etat: never): infer V } } ? Tete & { readonly statut: string } & V : never;

type DemandeLue = DossierMedical['demande'] | ControleArret['medical']['demande'] | DossierMedicalAtmp['demande'];
type NotesLues = DossierMedical['notes'] | ControleArret['medical']['notes'] | DossierMedicalAtmp['notes'];

/** What reading a dossier answers, spelled out for every procedure: the state for the service, the view of each procedure for the caisse. */
export type DossierLu = (Tete & (Etat | EtatArret | EtatAtmp)) | VueDe<Moteurs>;

export type DossierMedicalLu = Omit<VueMedicale, 'demande' | 'notes'> & { readonly demande: DemandeLue; readonly notes: NotesLues };
