import { Injectable } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import { ATMP, type CommandeAtmp, type DossierMedicalAtmp } from '@sm/prestations-domaine';
import type { DeclarationMedicale, PiecesAtmpRecues } from './atmp.dto';
import { DossierHandler, type DemandeCommande, type ReponseCommande } from './dossier.handler';
import { PiecesHandler } from './pieces.handler';

/** A gap of a declaration filled: documents with their dates, a person found at last, lesions. */
@Injectable()
export class AtmpPiecesHandler {
  constructor(private readonly handler: DossierHandler, private readonly pieces: PiecesHandler) {}

  async recevoir(acteur: Acteur, tete: Pick<DemandeCommande, 'id' | 'dossier' | 'versionAttendue'>, corps: PiecesAtmpRecues): Promise<ReponseCommande> {
    const { unites } = this.handler.contexte(acteur, ATMP, 'RecevoirPieces');
    const { medical } = corps;
    const pieces = (corps.pieces ?? []).map(({ piece, recuLe, preuve }) => ({ piece, recuLe: recuLe ?? null, preuve: preuve ?? ('non_precisee' as const) }));
    const personne = await this.pieces.personne(unites, corps.nir);
    const prive = { pieces, personneId: personne?.id ?? null, examensRequis: corps.examensRequis ?? null };
    const commande: CommandeAtmp = { type: 'RecevoirPieces', prive, medical: null };
    return this.handler.executer(acteur, { ...tete, moteur: ATMP, commande, corps, medecinTraitant: personne?.medecinTraitant ?? null, ...(medical && Object.values(medical).some((v) => v !== undefined) ? { completer: completerAvec(medical) } : {}) });
  }
}

/** What the declaration already held stays where nothing is given. */
const completerAvec = (recu: DeclarationMedicale): NonNullable<DemandeCommande['completer']> => (commande, medical) => {
  const { demande } = medical as DossierMedicalAtmp;
  const lesions = recu.lesions?.map(({ code, texte }) => ({ code: code ?? null, texte: texte ?? null })) ?? demande.lesions;
  return { ...commande, medical: { lesions, tableau: recu.tableau ?? demande.tableau, texte: recu.texte ?? demande.texte } };
};
