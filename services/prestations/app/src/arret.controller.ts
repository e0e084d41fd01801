import { Body, Controller, HttpCode, Param, Post, applyDecorators } from '@nestjs/common';
import { normaliserNir, refuser, type Acteur } from '@sm/kernel';
import { ActeurCourant, AvecEtag, CleIdempotence, ProblemeException, UuidDeChemin, VersionAttendue } from '@sm/platform';
import { ARRET, type CommandeArret } from '@sm/prestations-domaine';
import * as D from './arret.dto';
import { DossierHandler, type ReponseCommande } from './dossier.handler';
import { Repertoire } from './repertoire.client';

type Reponse = Promise<ReponseCommande>;

/** One command on one control: 200, the new version in the body and in the ETag. */
const CommandeDe = (chemin: string): MethodDecorator => applyDecorators(Post(`:id/${chemin}`), HttpCode(200), AvecEtag());
const Dossier = (): ParameterDecorator => Param('id', UuidDeChemin);

/** One route a command on the control of a sick leave; a control is asked for by `POST /dossiers`. */
@Controller('arrets')
export class ArretController {
  constructor(private readonly handler: DossierHandler, private readonly repertoire: Repertoire) {}

  private executer(acteur: Acteur, id: string, versionAttendue: number, dossier: string, commande: CommandeArret, corps?: object): Reponse {
    return this.handler.executer(acteur, { id, moteur: ARRET, dossier, versionAttendue, commande, ...(corps ? { corps } : {}) });
  }

  /** Names the person of a control registered without one. */
  @CommandeDe('identite')
  async identite(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() d: D.IdentiteDeclaree): Reponse {
    const { unites } = this.handler.contexte(a, ARRET, 'IdentifierPersonne');
    const [personne] = await this.repertoire.resoudre(unites, [{ nir: normaliserNir(d.nir) ?? d.nir }]);
    if (!personne) throw new ProblemeException(refuser('invalide', 'personne-inconnue').refus);
    return this.executer(a, cle, v, id, { type: 'IdentifierPersonne', prive: { personneId: personne.id } }, d);
  }

  @CommandeDe('affectation')
  affectation(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() d: D.PraticienDemande): Reponse {
    return this.executer(a, cle, v, id, { type: 'Affecter', prive: { praticien: d.praticien ?? null } });
  }

  @CommandeDe('reaffectation')
  reaffectation(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() d: D.PraticienDemande): Reponse {
    return this.executer(a, cle, v, id, { type: 'Reaffecter', prive: { praticien: d.praticien ?? null } });
  }

  @CommandeDe('desaffectation')
  desaffectation(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() { motif }: D.DesaffectationArret): Reponse {
    return this.executer(a, cle, v, id, { type: 'Desaffecter', prive: { motif } });
  }

  @CommandeDe('controle')
  controle(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() d: D.ControleFait): Reponse {
    return this.executer(a, cle, v, id, { type: 'ControlerSurPieces', prive: { mode: d.mode }, medical: { texte: d.texte ?? null } });
  }

  @CommandeDe('contact-prescripteur')
  contacter(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() d: D.TexteSeul): Reponse {
    return this.executer(a, cle, v, id, { type: 'ContacterPrescripteur', prive: {}, medical: { texte: d.texte ?? null } });
  }

  @CommandeDe('reponse-prescripteur')
  reponse(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() d: D.TexteSeul): Reponse {
    return this.executer(a, cle, v, id, { type: 'RecevoirReponsePrescripteur', prive: {}, medical: { texte: d.texte ?? null } });
  }

  @CommandeDe('rapport-employeur')
  rapport(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() d: D.RapportEmployeur): Reponse {
    return this.executer(a, cle, v, id, { type: 'RecevoirRapportEmployeur', prive: { controleLe: d.controleLe, conclusion: d.conclusion, examenPratique: d.examenPratique } });
  }

  @CommandeDe('convocation')
  convocation(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() d: D.ConvocationDite): Reponse {
    return this.executer(a, cle, v, id, { type: 'Convoquer', prive: { mode: d.mode, jour: d.jour, preuveEnvoi: d.preuveEnvoi ?? null } });
  }

  @CommandeDe('examen')
  examen(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() d: D.TexteSeul): Reponse {
    return this.executer(a, cle, v, id, { type: 'Examiner', prive: {}, medical: { texte: d.texte ?? null } });
  }

  @CommandeDe('absence')
  absence(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() d: D.AbsenceDite): Reponse {
    return this.executer(a, cle, v, id, { type: 'ConstaterAbsence', prive: { justifiee: d.justifiee, preuveEnvoi: d.preuveEnvoi ?? null } });
  }

  @CommandeDe('second-avis-demande')
  demanderSecondAvis(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() d: D.SecondAvisDemandeArret): Reponse {
    return this.executer(a, cle, v, id, { type: 'DemanderSecondAvis', prive: { praticien: d.praticien ?? null }, medical: { texte: d.texte ?? null } });
  }

  @CommandeDe('second-avis')
  rendreSecondAvis(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() d: D.SecondAvisRenduArret): Reponse {
    return this.executer(a, cle, v, id, { type: 'RendreSecondAvis', prive: { conclusion: d.conclusion }, medical: { motif: d.motif ?? null } });
  }

  @CommandeDe('avis')
  avis(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() d: D.AvisArretRendu): Reponse {
    return this.executer(a, cle, v, id, { type: 'RendreAvis', prive: contenuAvis(d), medical: { motif: d.motif ?? null } });
  }

  @CommandeDe('avis-remplacement')
  remplacer(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() d: D.AvisArretRemplace): Reponse {
    const prive = { ...contenuAvis(d), remplacement: d.remplacement, versionRemplacee: d.versionRemplacee };
    return this.executer(a, cle, v, id, { type: 'RemplacerAvis', prive, medical: { motif: d.motif ?? null } });
  }

  @CommandeDe('suspension')
  suspension(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() d: D.SuspensionDemandee): Reponse {
    return this.executer(a, cle, v, id, { type: 'DemanderSuspension', prive: {}, medical: { motif: d.motif ?? null } });
  }

  @CommandeDe('decision')
  decision(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() d: D.DecisionArret): Reponse {
    const { sens, versionAvis, effetLe = null, recoursMentionne, prescripteurInforme } = d;
    return this.executer(a, cle, v, id, { type: 'NotifierDecision', prive: { sens, versionAvis, effetLe, recoursMentionne, prescripteurInforme } });
  }

  @CommandeDe('reexamen')
  reexamen(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() { recuLe }: D.Reception): Reponse {
    return this.executer(a, cle, v, id, { type: 'DemanderReexamen', prive: { recuLe } });
  }

  @CommandeDe('prolongation')
  prolongation(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() { du, au, prescritLe }: D.PeriodePrescrite): Reponse {
    return this.executer(a, cle, v, id, { type: 'ProlongerArret', prive: { du, au, prescritLe } });
  }

  @CommandeDe('nouvelle-prescription')
  nouvelle(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() d: D.NouvellePrescription): Reponse {
    return this.executer(a, cle, v, id, { type: 'RecevoirNouvellePrescription', prive: { du: d.du, au: d.au, prescritLe: d.prescritLe, prescripteur: d.prescripteur } });
  }

  @CommandeDe('recours')
  recours(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() { recuLe }: D.Reception): Reponse {
    return this.executer(a, cle, v, id, { type: 'EnregistrerRecours', prive: { recuLe } });
  }

  @CommandeDe('annulation')
  annulation(@ActeurCourant() a: Acteur, @CleIdempotence() cle: string, @VersionAttendue() v: number, @Dossier() id: string, @Body() { motif }: D.AnnulationArret): Reponse {
    return this.executer(a, cle, v, id, { type: 'Annuler', prive: { motif } });
  }
}

const contenuAvis = (d: D.AvisArretRendu) => ({ conclusion: d.conclusion, date: d.date ?? null, jusquAu: d.jusquAu ?? null, prochaineRevue: d.prochaineRevue ?? null });
