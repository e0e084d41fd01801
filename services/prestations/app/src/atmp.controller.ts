import { Body, Controller, HttpCode, Param, Post, applyDecorators } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import { ActeurCourant, AvecEtag, CleIdempotence, UuidDeChemin, VersionAttendue } from '@sm/platform';
import { ATMP, type CommandeAtmp, type CommandeAtmpDe } from '@sm/prestations-domaine';
import {
  AvisAtmpRemplace, AvisAtmpRendu, AvisComiteRecu, ComiteSaisi, ConcertationConclue, ConsultationOuverte, DecisionAtmpNotifiee, DelaiProlonge, Echange, InvestigationOuverte, PiecesAtmpRecues,
  PresomptionConfirmee, QuestionnaireEnvoye, QuestionnaireRetourne, RecoursAtmpRecu, ReservesRecues, SecondAvisAtmpRendu,
} from './atmp.dto';
import { AtmpPiecesHandler } from './atmp.pieces.handler';
import { AffectationDemandee, AnnulationDemandee, DesaffectationDemandee, IrrecevabiliteDemandee, SecondAvisDemande } from './dossier.dto';
import { DossierHandler, type ReponseCommande } from './dossier.handler';
import { SansCorps } from './sans-corps';

type Reponse = Promise<ReponseCommande>;
type Vide = Readonly<Record<string, never>>;

/** One command on one dossier: 200, the new version in the body and in the ETag. */
const CommandeDe = (chemin: string): MethodDecorator => applyDecorators(Post(`:id/${chemin}`), HttpCode(200), AvecEtag());
const Dossier = (): ParameterDecorator => Param('id', UuidDeChemin);

const contenu = (d: AvisAtmpRendu): CommandeAtmpDe<'RendreAvis'>['prive'] => ({
  conclusions: d.conclusions ?? [], designee: d.designee ?? null, premiereConstatation: d.premiereConstatation ?? null, examensPresents: d.examensPresents ?? null,
  seuilIncapacite: d.seuilIncapacite ?? null, lienDirect: d.lienDirect ?? null,
});
const decisionDe = (d: DecisionAtmpNotifiee): CommandeAtmpDe<'NotifierDecision'>['prive'] => ({
  sens: d.sens, motif: d.motif ?? null, lesions: d.lesions ?? null, versionAvis: d.versionAvis ?? null, notifieeLe: d.notifieeLe ?? null, preuve: d.preuve ?? null,
});

/** One route a command on a case of recognition; the decider judges, this only translates. */
@Controller('atmp')
export class AtmpController {
  constructor(private readonly handler: DossierHandler, private readonly pieces: AtmpPiecesHandler) {}

  private faire(acteur: Acteur, id: string, versionAttendue: number, dossier: string, commande: CommandeAtmp): Reponse {
    return this.handler.executer(acteur, { id, moteur: ATMP, dossier, versionAttendue, commande });
  }

  @CommandeDe('completude')
  completude(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body(SansCorps) prive: Vide): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'ControlerCompletude', prive });
  }

  @CommandeDe('pieces')
  recevoirPieces(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Dossier() dossier: string, @Body() d: PiecesAtmpRecues): Reponse {
    return this.pieces.recevoir(acteur, { id, dossier, versionAttendue }, d);
  }

  @CommandeDe('irrecevabilite')
  irrecevabilite(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: IrrecevabiliteDemandee): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'DeclarerIrrecevable', prive: { motif: d.motif } });
  }

  @CommandeDe('affectation')
  affectation(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: AffectationDemandee): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'Affecter', prive: { praticien: d.praticien ?? null } });
  }

  @CommandeDe('reaffectation')
  reaffectation(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: AffectationDemandee): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'Reaffecter', prive: { praticien: d.praticien ?? null } });
  }

  @CommandeDe('desaffectation')
  desaffectation(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: DesaffectationDemandee): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'Desaffecter', prive: { motif: d.motif } });
  }

  @CommandeDe('complement-demande')
  demanderComplement(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: Echange): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'DemanderComplement', prive: {}, medical: { texte: d.texte ?? null } });
  }

  @CommandeDe('complement')
  recevoirComplement(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: Echange): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'RecevoirComplement', prive: {}, medical: { texte: d.texte ?? null } });
  }

  @CommandeDe('second-avis-demande')
  demanderSecondAvis(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: SecondAvisDemande): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'DemanderSecondAvis', prive: { praticien: d.praticien ?? null }, medical: { texte: d.texte ?? null } });
  }

  @CommandeDe('second-avis')
  rendreSecondAvis(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: SecondAvisAtmpRendu): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'RendreSecondAvis', prive: { sens: d.sens }, medical: { motif: d.motif ?? null } });
  }

  @CommandeDe('avis')
  rendreAvis(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: AvisAtmpRendu): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'RendreAvis', prive: contenu(d), medical: { motif: d.motif ?? null } });
  }

  @CommandeDe('avis-remplacement')
  remplacerAvis(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: AvisAtmpRemplace): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'RemplacerAvis', prive: { ...contenu(d), remplacement: d.remplacement, versionRemplacee: d.versionRemplacee }, medical: { motif: d.motif ?? null } });
  }

  @CommandeDe('questionnaire-medical')
  envoyerQuestionnaire(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: QuestionnaireEnvoye): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'EnvoyerQuestionnaireMedical', prive: { recuLe: d.recuLe ?? null } });
  }

  @CommandeDe('questionnaire-medical-retour')
  recevoirQuestionnaireMedical(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: Echange): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'RecevoirQuestionnaireMedical', prive: {}, medical: { texte: d.texte ?? null } });
  }

  @CommandeDe('reserves')
  reserves(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: ReservesRecues): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'RecevoirReserves', prive: { recuesLe: d.recuesLe ?? null, motivees: d.motivees } });
  }

  @CommandeDe('investigation')
  investigation(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: InvestigationOuverte): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'OuvrirInvestigation', prive: { ouverteLe: d.ouverteLe ?? null, questionnaires: d.questionnaires, enquete: d.enquete, recuLe: d.recuLe ?? null, preuve: d.preuve ?? null } });
  }

  @CommandeDe('questionnaire')
  questionnaire(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: QuestionnaireRetourne): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'RecevoirQuestionnaire', prive: { partie: d.partie, recuLe: d.recuLe ?? null } });
  }

  @CommandeDe('prolongation')
  prolongation(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: DelaiProlonge): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'ProlongerDelai', prive: { notifieeLe: d.notifieeLe ?? null, preuve: d.preuve ?? null } });
  }

  @CommandeDe('consultation')
  consultation(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: ConsultationOuverte): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'OuvrirConsultation', prive: { informeesLe: d.informeesLe, ouverteLe: d.ouverteLe ?? null } });
  }

  @CommandeDe('concertation')
  concertation(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: ConcertationConclue): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'ConclureConcertation', prive: { delai: d.delai, exposition: d.exposition, travaux: d.travaux } });
  }

  @CommandeDe('comite')
  saisirComite(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: ComiteSaisi): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'SaisirComite', prive: { saisiLe: d.saisiLe ?? null, preuve: d.preuve ?? null } });
  }

  @CommandeDe('comite-avis')
  avisComite(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: AvisComiteRecu): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'RecevoirAvisComite', prive: { sens: d.sens } });
  }

  @CommandeDe('decision')
  decision(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: DecisionAtmpNotifiee): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'NotifierDecision', prive: decisionDe(d) });
  }

  @CommandeDe('presomption-confirmation')
  confirmation(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: PresomptionConfirmee): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'ConfirmerPresomption', prive: { preuve: d.preuve } });
  }

  @CommandeDe('recours')
  recours(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: RecoursAtmpRecu): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'EnregistrerRecours', prive: { recuLe: d.recuLe, auteur: d.auteur ?? null } });
  }

  @CommandeDe('annulation')
  annulation(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() version: number, @Dossier() dossier: string, @Body() d: AnnulationDemandee): Reponse {
    return this.faire(acteur, id, version, dossier, { type: 'Annuler', prive: { motif: d.motif } });
  }
}
