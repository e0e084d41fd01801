import { Body, Controller, Get, HttpCode, Param, Post, Query, applyDecorators } from '@nestjs/common';
import type { Acteur } from '@sm/kernel';
import { ActeurCourant, AvecEtag, CleIdempotence, UuidDeChemin, VersionAttendue, type Page } from '@sm/platform';
import type { TexteLettre } from '@sm/prestations-domaine';
import { AbsenceExcusee, AnnulationConvocation, ConvocationPreparee, ConvocationsDemandees, PresenceConstatee, PreuveEnvoi, ReportDemande } from './convocation.dto';
import { ConvocationHandler, type ReponseConvocation } from './convocation.handler';
import { ConvocationQuery, type LigneConvocation, type Suivi, type VueConvocation } from './convocation.query';
import { SansCorps } from './sans-corps';

type Reponse = Promise<ReponseConvocation>;
type Vide = Readonly<Record<string, never>>;

/** One command on one convocation: 200, the new version in the body and in the ETag. */
const CommandeDe = (chemin: string): MethodDecorator => applyDecorators(Post(`:id/${chemin}`), HttpCode(200), AvecEtag());
const Convocation = (): ParameterDecorator => Param('id', UuidDeChemin);

/** One route a command; the decider judges, this only translates. */
@Controller('convocations')
export class ConvocationController {
  constructor(private readonly handler: ConvocationHandler, private readonly lecture: ConvocationQuery) {}

  @Post() @HttpCode(201) @AvecEtag()
  preparer(@ActeurCourant() acteur: Acteur, @CleIdempotence() cle: string, @Body() { dossier, creneau }: ConvocationPreparee): Reponse {
    return this.handler.preparer(acteur, cle, dossier.toLowerCase(), creneau.toLowerCase());
  }

  /** Produces the letter. */
  @CommandeDe('emission')
  emettre(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Convocation() convocation: string, @Body(SansCorps) prive: Vide): Reponse {
    return this.handler.executer(acteur, { id, convocation, versionAttendue, commande: { type: 'EmettreConvocation', prive } });
  }

  @CommandeDe('preuve-envoi')
  prouver(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Convocation() convocation: string, @Body() d: PreuveEnvoi): Reponse {
    return this.handler.executer(acteur, { id, convocation, versionAttendue, commande: { type: 'EnregistrerPreuveEnvoi', prive: { mode: d.mode, jour: d.jour, numeroSuivi: d.numeroSuivi ?? null } } });
  }

  @CommandeDe('presence')
  presence(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Convocation() convocation: string, @Body() d: PresenceConstatee): Reponse {
    const prive = { arriveeLe: d.arriveeLe, debutLe: d.debutLe, finLe: d.finLe, mode: d.mode };
    return this.handler.executer(acteur, { id, convocation, versionAttendue, commande: { type: 'EnregistrerPresence', prive } });
  }

  @CommandeDe('absence')
  absence(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Convocation() convocation: string, @Body(SansCorps) prive: Vide): Reponse {
    return this.handler.executer(acteur, { id, convocation, versionAttendue, commande: { type: 'ConstaterAbsence', prive } });
  }

  @CommandeDe('excuse')
  excuser(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Convocation() convocation: string, @Body() d: AbsenceExcusee): Reponse {
    return this.handler.executer(acteur, { id, convocation, versionAttendue, commande: { type: 'ExcuserAbsence', prive: { motif: d.motif, pieces: d.pieces ?? 0 } } });
  }

  @CommandeDe('report')
  reporter(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Convocation() convocation: string, @Body() d: ReportDemande): Reponse {
    return this.handler.executer(acteur, { id, convocation, versionAttendue, commande: { type: 'ReporterConvocation', prive: { creneau: d.creneau.toLowerCase(), motif: d.motif } } });
  }

  @CommandeDe('annulation')
  annuler(@ActeurCourant() acteur: Acteur, @CleIdempotence() id: string, @VersionAttendue() versionAttendue: number, @Convocation() convocation: string, @Body() { motif }: AnnulationConvocation): Reponse {
    return this.handler.executer(acteur, { id, convocation, versionAttendue, commande: { type: 'AnnulerConvocation', prive: { motif } } });
  }

  @Get()
  lister(@ActeurCourant() acteur: Acteur, @Query() demande: ConvocationsDemandees): Promise<Page<LigneConvocation>> {
    return this.lecture.lister(acteur, demande);
  }

  /** What the caisse may know of the convocations of a dossier: one in hand, or an absence without reason. */
  @Get('suivi/:id')
  suivi(@ActeurCourant() acteur: Acteur, @Param('id', UuidDeChemin) dossier: string): Promise<Suivi> {
    return this.lecture.suivi(acteur, dossier);
  }

  @Get(':id') @AvecEtag()
  lire(@ActeurCourant() acteur: Acteur, @Convocation() id: string): Promise<VueConvocation> {
    return this.lecture.lire(acteur, id);
  }

  /** Letters sent, without identity. */
  @Get(':id/lettres')
  lettres(@ActeurCourant() acteur: Acteur, @Convocation() id: string): Promise<readonly TexteLettre[]> {
    return this.lecture.lettres(acteur, id);
  }
}
