import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { finessValide, jourLocal, jourValide, rppsValide, type Acteur } from '@sm/kernel';
import { ActeurCourant, Db, MAINTENANT, ProblemeException, decoderCurseur, pageDe, probleme, type Contexte, type Page } from '@sm/platform';
import { OffreDemandee, OffreRendue, PositionProfessionnel, ProfessionnelRendu, ProfessionnelsDemandes, StructureRendue } from './reference.dto';
import { chercherPositions, offre, positionsDe, structuresDe } from './reference.query';

const introuvable = (code: string): ProblemeException => new ProblemeException({ code, categorie: 'introuvable' });
const lecture = (acteur: Acteur): Contexte => ({ acteur, role: 'app', unites: [] });

/** National reference of professionals and structures: public data, open to every account. */
@Controller()
export class ReferenceController {
  constructor(private readonly db: Db, @Inject(MAINTENANT) private readonly maintenant: () => Date) {}

  /** Positions of a professional, the latest first. */
  @Get('professionnels/:rpps')
  async professionnel(@ActeurCourant() acteur: Acteur, @Param('rpps') rpps: string): Promise<ProfessionnelRendu> {
    if (!rppsValide(rpps)) throw probleme('identifiant-invalide', 400);
    const positions = await this.db.inTransaction(lecture(acteur), (tx) => positionsDe(tx, rpps));
    if (!positions.length) throw introuvable('professionnel-introuvable');
    return { rpps, positions };
  }

  /** Positions held on a day, by département and speciality. */
  @Get('professionnels')
  async professionnels(@ActeurCourant() acteur: Acteur, @Query() q: ProfessionnelsDemandes): Promise<Page<PositionProfessionnel>> {
    const a = q.curseur ? decoderCurseur(q.curseur, { rpps: 'texte', source: 'texte', numero: 'texte' }) : { rpps: '', source: '', numero: '' };
    const filtre = { departement: q.departement ?? null, specialite: q.specialite ?? null, jour: this.jour(q.jour) };
    const lignes = await this.db.inTransaction(lecture(acteur), (tx) => chercherPositions(tx, filtre, [a.rpps, a.source, a.numero], q.limite + 1));
    return pageDe(lignes, q.limite, ({ rpps, source, numero }) => ({ rpps, source, numero }));
  }

  /** The current or last known state of an establishment. */
  @Get('structures/:finess')
  async structure(@ActeurCourant() acteur: Acteur, @Param('finess') finess: string): Promise<StructureRendue> {
    if (!finessValide(finess.toUpperCase())) throw probleme('identifiant-invalide', 400);
    const [structure] = await this.db.inTransaction(lecture(acteur), (tx) => structuresDe(tx, finess.toUpperCase()));
    if (!structure) throw introuvable('structure-introuvable');
    return structure;
  }

  /** Supply table of a département on a day, each figure with its sources. */
  @Get('offre')
  async offre(@ActeurCourant() acteur: Acteur, @Query() q: OffreDemandee): Promise<OffreRendue> {
    const jour = this.jour(q.jour);
    return { departement: q.departement, jour, lignes: await this.db.inTransaction(lecture(acteur), (tx) => offre(tx, q.departement, jour)) };
  }

  private jour(demande: string | undefined): string {
    if (demande !== undefined && !jourValide(demande)) throw probleme('requete-invalide', 400, { champs: [{ champ: 'jour', code: 'date-invalide' }] });
    return demande ?? jourLocal(this.maintenant());
  }
}
