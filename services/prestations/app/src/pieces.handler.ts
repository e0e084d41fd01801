import { Injectable } from '@nestjs/common';
import { normaliserNir, refuser, type Acteur } from '@sm/kernel';
import { ProblemeException } from '@sm/platform';
import { ALD, type Commande, type DossierMedical } from '@sm/prestations-domaine';
import { DossierHandler, type DemandeCommande, type ReponseCommande } from './dossier.handler';
import type { DemandeMedicaleRecue, PiecesRecues } from './dossier.dto';
import { Repertoire, type PersonneConnue } from './repertoire.client';

/** A gap of the request filled: documents, a person found at last, a medical field. */
@Injectable()
export class PiecesHandler {
  constructor(private readonly handler: DossierHandler, private readonly repertoire: Repertoire) {}

  async recevoir(acteur: Acteur, tete: Pick<DemandeCommande, 'id' | 'dossier' | 'versionAttendue'>, corps: PiecesRecues): Promise<ReponseCommande> {
    const { unites } = this.handler.contexte(acteur, ALD, 'RecevoirPieces');
    const { medical } = corps;
    const personne = await this.personne(unites, corps.nir);
    const commande: Commande = { type: 'RecevoirPieces', prive: { pieces: corps.pieces ?? [], personneId: personne?.id ?? null, regime: corps.regime ?? null }, medical: null };
    return this.handler.executer(acteur, { ...tete, moteur: ALD, commande, corps, medecinTraitant: personne?.medecinTraitant ?? null, ...(medical && Object.values(medical).some((v) => v !== undefined) ? { completer: completerAvec(medical) } : {}) });
  }

  /** @throws ProblemeException 422 `personne-inconnue`: only the directory knows a NIR */
  async personne(unites: readonly number[], nir: string | null | undefined): Promise<PersonneConnue | null> {
    if (nir === undefined || nir === null) return null;
    const [personne] = await this.repertoire.resoudre(unites, [{ nir: normaliserNir(nir) ?? nir }]);
    if (!personne) throw new ProblemeException(refuser('invalide', 'personne-inconnue').refus);
    return personne;
  }
}

/** What the request already held stays where nothing is given. */
const completerAvec = (recu: DemandeMedicaleRecue): NonNullable<DemandeCommande['completer']> => (commande, medical) => {
  const { demande } = medical as DossierMedical;
  return {
    ...commande,
    medical: { ald: recu.ald ?? demande.ald, diagnostics: recu.diagnostics ?? demande.diagnostics, debutSoins: recu.debutSoins ?? demande.debutSoins, soins: recu.soins ?? demande.soins },
  };
};
