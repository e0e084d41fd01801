import { Injectable } from '@nestjs/common';
import { refuser, type Acteur } from '@sm/kernel';
import { Commandes, ProblemeException, Tenancy, probleme, type Contexte, type Tx } from '@sm/platform';
import type { LigneBase } from '@sm/prestations-domaine';
import { DossierEcriture } from './dossier.ecriture';
import { DossierHandler, reponse, type ReponseCommande } from './dossier.handler';
import { FaitsReader } from './faits.reader';
import { Precedents, dejaConnues, uniteDeLaLigne, type LigneResolue } from './intake.commun';
import { ouvrir } from './ouverture';
import { moteurDeLigne } from './procedures';
import { Repertoire } from './repertoire.client';

/** One new request by the API: the same check and the same opening as in the intake of files. */
@Injectable()
export class OuvertureHandler {
  constructor(
    private readonly commandes: Commandes,
    private readonly handler: DossierHandler,
    private readonly ecriture: DossierEcriture,
    private readonly faits: FaitsReader,
    private readonly tenancy: Tenancy,
    private readonly repertoire: Repertoire,
  ) {}

  /** @throws ProblemeException 400 with every field at fault, 403 out of scope, 409 `dossier-existant`, 503 when the directory does not answer */
  async ouvrir(acteur: Acteur, id: string, brut: unknown): Promise<ReponseCommande> {
    const moteur = moteurDeLigne(brut);
    const ctx = this.handler.contexte(acteur, moteur, 'EnregistrerDemande');
    const lue = moteur.intake.validerDemande(brut);
    if (!lue.ok) throw probleme('requete-invalide', 400, { champs: lue.erreurs });
    const situee = uniteDeLaLigne(this.tenancy, ctx, { ligne: lue.ligne, uniteId: 0, personne: null }, null);
    if ('erreurs' in situee) throw this.horsPortee(situee.erreurs);
    const [personne] = await this.repertoire.resoudre([situee.valeur.uniteId], [{ nir: lue.ligne.nir }]);
    const ligne: LigneResolue<LigneBase> = { ...situee.valeur, personne: personne?.id ?? null, medecinTraitant: personne?.medecinTraitant ?? null };
    return (await this.commandes.executer(ctx, { id, corps: { type: 'EnregistrerDemande', corps: brut } }, (tx) => this.dansTransaction(tx, ctx, ligne, id))).reponse;
  }

  private horsPortee(champs: readonly { readonly champ: string; readonly code: string }[]): ProblemeException {
    if (champs.some((c) => c.code === 'unite-hors-portee')) return new ProblemeException(refuser('interdit', 'unite-hors-portee').refus);
    return probleme('requete-invalide', 400, { champs });
  }

  private async dansTransaction(tx: Tx, ctx: Contexte, ligne: LigneResolue<LigneBase>, id: string): Promise<ReponseCommande> {
    const existant = new ProblemeException(refuser('conflit', 'dossier-existant').refus);
    if ((await dejaConnues(tx, [ligne])).size) throw existant;
    const faits = this.faits.dIntake(ctx.acteur, ligne.uniteId);
    const precedents = await Precedents.lire(tx, [ligne]);
    const ouvert = ouvrir(ligne, faits, precedents.de(ligne));
    if ('refus' in ouvert) throw new ProblemeException(ouvert.refus);
    const inscrits = await this.ecriture.inscrire(tx, ctx, [{ ...ouvert, medecinTraitant: ligne.medecinTraitant ?? null }], id);
    if (!inscrits.size) throw existant;
    return reponse(ouvert.dossier, ouvert.evenements.length, faits);
  }
}
