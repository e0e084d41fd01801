import { Body, Controller, HttpCode, Param, Post, applyDecorators } from '@nestjs/common';
import { ApiBody, type ApiBodyOptions } from '@nestjs/swagger';
import type { Acteur } from '@sm/kernel';
import { ActeurCourant, AvecEtag, CleIdempotence, UuidDeChemin, VersionAttendue } from '@sm/platform';
import { ALD } from '@sm/prestations-domaine';
import {
  AffectationDemandee, AnnulationDemandee, AvisRemplace, AvisRendu, Complement, DecisionNotifiee, DesaffectationDemandee, FinDemandee, IrrecevabiliteDemandee, PiecesRecues,
  RecoursRecu, SecondAvisDemande, SecondAvisRendu,
} from './dossier.dto';
import { DossierHandler, type ReponseCommande } from './dossier.handler';
import { OuvertureHandler } from './ouverture.handler';
import { SCHEMA_DEMANDE } from './ouverture.schema';
import { PiecesHandler } from './pieces.handler';
import { SansCorps } from './sans-corps';

type Reponse = Promise<ReponseCommande>;
type Vide = Readonly<Record<string, never>>;

/** One command on one dossier: 200, the new version in the body and in the ETag. */
const CommandeDe = (chemin: string): MethodDecorator => applyDecorators(Post(`:id/${chemin}`), HttpCode(200), AvecEtag());
const Dossier = (): ParameterDecorator => Param('id', UuidDeChemin);

/** One route a command; the decider judges, this only translates. */
@Controller('dossiers')
export class DossierController {
  constructor(private readonly handler: DossierHandler, private readonly ouverture: OuvertureHandler, private readonly pieces: PiecesHandler) {}

  /** Body: one request as in the NDJSON intake. Registered, then checked for completeness at once. */
  @Post() @HttpCode(201) @AvecEtag() @ApiBody({ schema: SCHEMA_DEMANDE } as ApiBodyOptions)
  ouvrir(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @Body() brut: unknown): Reponse {
    return this.ouverture.ouvrir(acteur, cle, brut);
  }

  @CommandeDe('completude')
  completude(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body(SansCorps) prive: Vide): Reponse {
    return this.handler.executer(acteur, { id, moteur: ALD, dossier, versionAttendue, commande: { type: 'ControlerCompletude', prive } });
  }

  @CommandeDe('pieces')
  recevoirPieces(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body() d: PiecesRecues): Reponse {
    return this.pieces.recevoir(acteur, { id, dossier, versionAttendue }, d);
  }

  @CommandeDe('irrecevabilite')
  irrecevabilite(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body() { motif }: IrrecevabiliteDemandee): Reponse {
    return this.handler.executer(acteur, { id, moteur: ALD, dossier, versionAttendue, commande: { type: 'DeclarerIrrecevable', prive: { motif } } });
  }

  @CommandeDe('affectation')
  affectation(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body() d: AffectationDemandee): Reponse {
    return this.handler.executer(acteur, { id, moteur: ALD, dossier, versionAttendue, commande: { type: 'Affecter', prive: { praticien: d.praticien ?? null } } });
  }

  @CommandeDe('reaffectation')
  reaffectation(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body() d: AffectationDemandee): Reponse {
    return this.handler.executer(acteur, { id, moteur: ALD, dossier, versionAttendue, commande: { type: 'Reaffecter', prive: { praticien: d.praticien ?? null } } });
  }

  @CommandeDe('desaffectation')
  desaffectation(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body() { motif }: DesaffectationDemandee): Reponse {
    return this.handler.executer(acteur, { id, moteur: ALD, dossier, versionAttendue, commande: { type: 'Desaffecter', prive: { motif } } });
  }

  @CommandeDe('complement-demande')
  demanderComplement(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body() d: Complement): Reponse {
    return this.handler.executer(acteur, { id, moteur: ALD, dossier, versionAttendue, commande: { type: 'DemanderComplement', prive: { pieces: d.pieces ?? [] }, medical: { texte: d.texte ?? null } } });
  }

  @CommandeDe('complement')
  recevoirComplement(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body() d: Complement): Reponse {
    return this.handler.executer(acteur, { id, moteur: ALD, dossier, versionAttendue, commande: { type: 'RecevoirComplement', prive: { pieces: d.pieces ?? [] }, medical: { texte: d.texte ?? null } } });
  }

  @CommandeDe('second-avis-demande')
  demanderSecondAvis(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body() d: SecondAvisDemande): Reponse {
    return this.handler.executer(acteur, { id, moteur: ALD, dossier, versionAttendue, commande: { type: 'DemanderSecondAvis', prive: { praticien: d.praticien ?? null }, medical: { texte: d.texte ?? null } } });
  }

  @CommandeDe('second-avis')
  rendreSecondAvis(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body() d: SecondAvisRendu): Reponse {
    return this.handler.executer(acteur, { id, moteur: ALD, dossier, versionAttendue, commande: { type: 'RendreSecondAvis', prive: { sens: d.sens }, medical: { motif: d.motif ?? null } } });
  }

  @CommandeDe('avis')
  rendreAvis(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body() d: AvisRendu): Reponse {
    const prive = { sens: d.sens, debut: d.debut ?? null, dureeAns: d.dureeAns ?? null };
    return this.handler.executer(acteur, { id, moteur: ALD, dossier, versionAttendue, commande: { type: 'RendreAvis', prive, medical: { motif: d.motif ?? null } } });
  }

  @CommandeDe('avis-remplacement')
  remplacerAvis(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body() d: AvisRemplace): Reponse {
    const prive = { sens: d.sens, debut: d.debut ?? null, dureeAns: d.dureeAns ?? null, remplacement: d.remplacement, versionRemplacee: d.versionRemplacee };
    return this.handler.executer(acteur, { id, moteur: ALD, dossier, versionAttendue, commande: { type: 'RemplacerAvis', prive, medical: { motif: d.motif ?? null } } });
  }

  @CommandeDe('decision')
  decision(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body() { sens, versionAvis }: DecisionNotifiee): Reponse {
    return this.handler.executer(acteur, { id, moteur: ALD, dossier, versionAttendue, commande: { type: 'NotifierDecision', prive: { sens, versionAvis } } });
  }

  @CommandeDe('recours')
  recours(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body() { recuLe }: RecoursRecu): Reponse {
    return this.handler.executer(acteur, { id, moteur: ALD, dossier, versionAttendue, commande: { type: 'EnregistrerRecours', prive: { recuLe } } });
  }

  @CommandeDe('signature')
  signature(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body(SansCorps) prive: Vide): Reponse {
    return this.handler.executer(acteur, { id, moteur: ALD, dossier, versionAttendue, commande: { type: 'SignerProtocole', prive } });
  }

  @CommandeDe('exoneration')
  exoneration(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body(SansCorps) prive: Vide): Reponse {
    return this.handler.executer(acteur, { id, moteur: ALD, dossier, versionAttendue, commande: { type: 'OuvrirExoneration', prive } });
  }

  @CommandeDe('fin-exoneration')
  finExoneration(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body() d: FinDemandee): Reponse {
    return this.handler.executer(acteur, { id, moteur: ALD, dossier, versionAttendue, commande: { type: 'TerminerExoneration', prive: { motif: d.motif }, medical: { motif: d.texte ?? null } } });
  }

  @CommandeDe('annulation')
  annulation(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body() { motif }: AnnulationDemandee): Reponse {
    return this.handler.executer(acteur, { id, moteur: ALD, dossier, versionAttendue, commande: { type: 'Annuler', prive: { motif } } });
  }
}
