import { Module, type DynamicModule } from '@nestjs/common';
import type { DefinitionService } from '@sm/platform';
import { documentation } from './api';
import { AgendaController } from './agenda.controller';
import { CreneauEntity } from './agenda.entity';
import { AgendaHandler } from './agenda.handler';
import { AgendaQuery } from './agenda.query';
import { AgendaStore } from './agenda.store';
import { ConsultationController } from './consultation.controller';
import { ConsultationHandler } from './consultation.handler';
import { ConsultationJournal } from './consultation.journal';
import { ConsultationQuery } from './consultation.query';
import { ConvocationController } from './convocation.controller';
import { DossierConvoqueReader } from './convocation.dossier';
import { ConvocationEntity } from './convocation.entity';
import { ConvocationHandler } from './convocation.handler';
import { ConvocationHorloges } from './convocation.horloges';
import { ConvocationQuery } from './convocation.query';
import { ConvocationStore } from './convocation.store';
import { ArretController } from './arret.controller';
import { AvisArretController } from './avis-arret.controller';
import { AvisArretFlux } from './avis-arret.flux';
import { AtmpController } from './atmp.controller';
import { AtmpPiecesHandler } from './atmp.pieces.handler';
import { DemandesFlux } from './demandes.flux';
import { DossierController } from './dossier.controller';
import { DossierEcriture } from './dossier.ecriture';
import { DossierEntity } from './dossier.entity';
import { DossierHandler } from './dossier.handler';
import { DossierHorloges } from './dossier.horloges';
import { DossierQuery } from './dossier.query';
import { DossierStore } from './dossier.store';
import { EcheancesController } from './echeances.controller';
import { EcheancesQuery } from './echeances.query';
import { EffacementController } from './effacement.controller';
import { EffacementHandler } from './effacement.handler';
import { FaitsReader } from './faits.reader';
import { LectureController } from './lecture.controller';
import { LiensReader } from './liens.reader';
import { Consultation1764200000000 } from './migrations/consultation.migration';
import { Convocation1763800000200 } from './migrations/convocation.migration';
import { AvisArret1763800000300 } from './migrations/avis-arret.migration';
import { Dossier1763800000100 } from './migrations/dossier.migration';
import { MedecinTraitant1764100000000 } from './migrations/medecin-traitant.migration';
import { Portee1763900000500 } from './migrations/portee.migration';
import { OuvertureHandler } from './ouverture.handler';
import { PieceJointe1764100000100 } from './migrations/piece-jointe.migration';
import { PieceJointeAcces } from './piece-jointe.acces';
import { fournirAnalyse, type AnalysePiece } from './piece-jointe.analyse';
import { PieceJointeBalayage } from './piece-jointe.balayage';
import { PieceJointeController } from './piece-jointe.controller';
import { PieceJointeHandler } from './piece-jointe.handler';
import { PieceJointeQuery } from './piece-jointe.query';
import { PieceJointeReanalyse } from './piece-jointe.reanalyse';
import { PieceJointeStore } from './piece-jointe.store';
import { PiecesHandler } from './pieces.handler';
import { ReaffectationQuery } from './reaffectation.query';
import { RepartitionHandler } from './repartition.handler';
import { Repertoire, URL_REPERTOIRE } from './repertoire.client';
import { RepriseFlux } from './reprise.flux';
import { SelectionHandler } from './selection.handler';
import { titres } from './titres';
import { TravailController } from './travail.controller';
import { TravailQuery } from './travail.query';

/** The agenda and the convocations, an aggregate of their own beside the dossiers. */
const CONVOCATIONS = [AgendaStore, AgendaHandler, AgendaQuery, DossierConvoqueReader, ConvocationStore, ConvocationHandler, ConvocationHorloges, ConvocationQuery];

const PIECES_JOINTES = [PieceJointeStore, PieceJointeAcces, PieceJointeReanalyse, PieceJointeHandler, PieceJointeQuery, PieceJointeBalayage];
/** Register of the readings of medical records. */
const CONSULTATIONS = [ConsultationJournal, ConsultationQuery, ConsultationHandler];

@Module({})
class PrestationsModule {}

/** The service `prestations`. `urlRepertoire` is asked at each call: the directory may start later, elsewhere. `analyse` scans the attachments; without it nothing is really looked for. */
export function definitionPrestations(options: { urlRepertoire: () => string; analyse?: AnalysePiece }): DefinitionService {
  const module: DynamicModule = {
    module: PrestationsModule,
    controllers: [DossierController, ArretController, AvisArretController, AtmpController, LectureController, TravailController, AgendaController, ConvocationController, EcheancesController, EffacementController, PieceJointeController, ConsultationController],
    providers: [
      { provide: URL_REPERTOIRE, useValue: options.urlRepertoire }, Repertoire, LiensReader, FaitsReader, DossierStore, DossierEcriture, DossierHandler, DossierHorloges, OuvertureHandler, PiecesHandler, AtmpPiecesHandler,
      RepartitionHandler, ReaffectationQuery, DossierQuery, TravailQuery, EcheancesQuery, DemandesFlux, RepriseFlux, AvisArretFlux, SelectionHandler, EffacementHandler, fournirAnalyse(options.analyse), ...PIECES_JOINTES, ...CONVOCATIONS, ...CONSULTATIONS,
    ],
  };
  return {
    nom: 'prestations', module, titres, documentation, entites: [DossierEntity, CreneauEntity, ConvocationEntity],
    cles: [{ table: 'dossier', id: 'id', unite: 'unite_en_charge', cle: 'cle' }],
    migrations: [Dossier1763800000100, Convocation1763800000200, AvisArret1763800000300, Portee1763900000500, MedecinTraitant1764100000000, PieceJointe1764100000100, Consultation1764200000000],
  };
}
