import { Canal, ConclusionArret, ConclusionAtmp, ModeControle, NatureDemande, ObjetAtmp, Risque, Sens, TypeDossier, encoder, type Donnees } from '@sm/contracts';
import { ajouterJours } from '@sm/kernel';
import type { LigneJournal } from '@sm/platform';
import { commun, ligne, type Dossier } from './montage';

const TOPIC = 'sm.prestations.dossier.v1';
type Avis = Donnees<typeof TOPIC, 'AvisRendu'>;
type Precisions = Pick<Avis, 'risque' | 'mode' | 'conclusionArret' | 'objet' | 'conclusionAtmp'> & { readonly versionAvis?: number };

const avis = (d: Dossier, typeDossier: TypeDossier, delai: number, reste: Precisions): LigneJournal => {
  const renduLe = ajouterJours(d.recuLe, delai);
  const versionAvis = reste.versionAvis ?? 1;
  const donnees = { ...commun(d), typeDossier, renduLe, delaiJours: delai, sens: Sens.FAVORABLE, versionRegle: 'arret-2010', versionOrganisation: 1, ...reste, versionAvis };
  return ligne(d, 'AvisRendu', 2 + versionAvis, renduLe, encoder(TOPIC, 'AvisRendu', donnees));
};

/** An avis on a sick leave, given `delai` days after its control was chosen. */
export const avisArret = (d: Dossier, delai: number, risque: Risque, mode: ModeControle, conclusionArret = ConclusionArret.JUSTIFIE, versionAvis = 1): LigneJournal =>
  avis(d, TypeDossier.ARRET, delai, { risque, mode, conclusionArret, versionAvis });

/** An avis on the recognition of an accident or of a disease, given `delai` days after its reception. */
export const avisAtmp = (d: Dossier, delai: number, objet: ObjetAtmp, conclusionAtmp: ConclusionAtmp, versionAvis = 1): LigneJournal =>
  avis(d, TypeDossier.ATMP, delai, { risque: objet === ObjetAtmp.RECONNAISSANCE_MP ? Risque.MP : Risque.AT, objet, conclusionAtmp, versionAvis });

/** A recognition by silence, which no figure follows. */
export const reconnue = (d: Dossier): LigneJournal => {
  const echueLe = ajouterJours(d.recuLe, 31);
  return ligne(d, 'ReconnaissanceImplicite', 3, echueLe, encoder(TOPIC, 'ReconnaissanceImplicite', { ...commun(d), typeDossier: TypeDossier.ATMP, risque: Risque.AT, objet: ObjetAtmp.IMPUTABILITE, echueLe }));
};

/** A notice of sick leave, received once. */
export const notice = (d: Dossier, risque: Risque, canal = Canal.ELECTRONIQUE): LigneJournal => ligne(d, 'AvisArretRecu', 1, d.recuLe, encoder(TOPIC, 'AvisArretRecu', {
  ...commun(d), typeDossier: TypeDossier.ARRET, nature: NatureDemande.INITIALE, canal, risque, tardif: false, repete: false,
}));
