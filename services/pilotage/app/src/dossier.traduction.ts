import { Canal, NatureDemande, Regime, Sens, TypeDossier, decoder } from '@sm/contracts';
import { TYPES_COMPTES, type EvenementCompte } from '@sm/pilotage-domaine';
import type { Message } from '@sm/platform';

const SUIVIS: ReadonlySet<string> = new Set(TYPES_COMPTES);

/** Codes newer than this code stay countable, under one name. */
const code = (noms: Readonly<Record<number, string>>, valeur: number): string => (noms[valeur] ?? 'inconnu').toLowerCase();

/** The public event as pilotage counts it; null for the types it does not follow, skipped without being read. */
export function evenementDe(m: Pick<Message, 'type' | 'donnees'>): EvenementCompte | null {
  if (!SUIVIS.has(m.type)) return null;
  const e = decoder('sm.prestations.dossier.v1', m.donnees);
  if (e.type !== 'DemandeRecue' && e.type !== 'AvisRendu' && e.type !== 'DossierAnnule') return null;
  const { dossierId: dossier, unite, caisse, departement, recuLe } = e.donnees;
  const commun = {
    dossier, unite, caisse, departement, recuLe,
    typeDossier: code(TypeDossier, e.donnees.typeDossier), nature: code(NatureDemande, e.donnees.nature), canal: code(Canal, e.donnees.canal),
  };
  if (e.type !== 'AvisRendu') return { ...commun, type: e.type };
  const { renduLe, delaiJours, sens, regime, versionAvis } = e.donnees;
  return { ...commun, type: 'AvisRendu', renduLe, delaiJours, sens: code(Sens, sens), regime: regime === undefined ? null : code(Regime, regime), versionAvis };
}
