import { Canal, NatureDemande, Regime, Risque, Sens, TypeDossier, decoder } from '@sm/contracts';
import { TYPES_COMPTES, type EvenementCompte } from '@sm/pilotage-domaine';
import type { Message } from '@sm/platform';
import { code, precisionsDe } from './avis.traduction';

const SUIVIS: ReadonlySet<string> = new Set(TYPES_COMPTES);

/** The public event as pilotage counts it; null for the types it does not follow, skipped without being read. */
export function evenementDe(m: Pick<Message, 'type' | 'donnees'>): EvenementCompte | null {
  if (!SUIVIS.has(m.type)) return null;
  const e = decoder('sm.prestations.dossier.v1', m.donnees);
  if (e.type !== 'DemandeRecue' && e.type !== 'AvisRendu' && e.type !== 'AvisArretRecu' && e.type !== 'DossierAnnule') return null;
  const { dossierId: dossier, unite, caisse, departement, recuLe } = e.donnees;
  const commun = {
    dossier, unite, caisse, departement, recuLe,
    typeDossier: code(TypeDossier, e.donnees.typeDossier), nature: code(NatureDemande, e.donnees.nature), canal: code(Canal, e.donnees.canal),
  };
  if (e.type === 'AvisArretRecu') return { ...commun, type: e.type, risque: code(Risque, e.donnees.risque) };
  if (e.type !== 'AvisRendu') return { ...commun, type: e.type };
  const { renduLe, delaiJours, sens, regime, versionAvis } = e.donnees;
  return { ...commun, type: 'AvisRendu', renduLe, delaiJours, sens: code(Sens, sens), regime: regime === undefined ? null : code(Regime, regime), versionAvis, ...precisionsDe(e.donnees) };
}
