import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConfigPortail } from '../config';
import { RefusPortail, refusDeStatut } from '../refus';
import { SessionStore } from '../session/session.store';
import type { Session } from '../session/session.store';
import { accueilConnecte, accueilVisiteur } from './accueil';
import { pageContrat, pageContrats } from './contrats';
import { pageDossier } from './dossier';
import { pageDossiers, requeteDe } from './dossiers';
import type { Filtre } from './dossiers';
import { gabarit } from './gabarit';
import type { Valeur } from './html';
import { STATUTS } from './mots';
import { pageNationale } from './national';
import { choixRapport, pageRapport } from './rapport';
import { ANNEE_EXEMPLE } from './roles';
import { ServiceReader } from './service.reader';

const STYLE = readFileSync(join(__dirname, 'portail.css'), 'utf8');

function verifier(valeur: unknown, defaut: string, forme: RegExp, nom: string): string {
  if (valeur === undefined || valeur === '') return defaut;
  if (typeof valeur === 'string' && forme.test(valeur)) return valeur;
  throw new RefusPortail(400, 'parametre-invalide', undefined, `Le paramètre « ${nom} » n’a pas la forme attendue.`);
}

const annee = (valeur: unknown): string => verifier(valeur, String(ANNEE_EXEMPLE), /^(19|20)\d{2}$/, 'annee');
const unite = (valeur: unknown, defaut: string): string => verifier(valeur, defaut, /^[A-Z0-9-]{2,32}$/, 'unite');

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const curseur = (valeur: unknown): string => verifier(valeur, '', /^[\w-]{1,1024}$/, 'curseur');

const filtre = (query: Record<string, unknown>): Filtre => ({
  statut: verifier(query['statut'], '', new RegExp(`^(${[...STATUTS.keys()].join('|')})$`), 'statut'),
  moi: verifier(query['praticien'], '', /^moi$/, 'praticien') !== '',
  retard: verifier(query['retard'], '', /^oui$/, 'retard') !== '',
  curseur: curseur(query['curseur']),
});

/** Served pages: home, worklist, dossier, yearly report, table of regions. */
@Controller()
export class PagesController {
  constructor(
    private readonly config: ConfigPortail,
    private readonly sessions: SessionStore,
    private readonly services: ServiceReader,
  ) {}

  @Get('/')
  accueil(@Req() requete: FastifyRequest, @Res() reponse: FastifyReply): void {
    const session = this.sessions.lire(requete);
    const contenu = session ? accueilConnecte(session.identite) : accueilVisiteur(this.config.personas);
    this.envoyer(reponse, 'Accueil', '/', session, contenu);
  }

  @Get('/dossiers')
  async dossiers(@Req() requete: FastifyRequest, @Res() reponse: FastifyReply, @Query() query: Record<string, unknown>): Promise<void> {
    const session = this.sessions.lire(requete);
    if (!session) return this.versConnexion(requete, reponse);
    const choisi = filtre(query);
    const [resume, page] = await this.prestations(requete, session, '/travail/resume', `/dossiers?${requeteDe(choisi)}`);
    this.envoyer(reponse, 'Dossiers', '/dossiers', session, pageDossiers(session.identite, choisi, { resume, page }));
  }

  @Get('/dossiers/:id')
  async dossier(@Req() requete: FastifyRequest, @Res() reponse: FastifyReply, @Param('id') id: string, @Query('curseur') suite: unknown): Promise<void> {
    const session = this.sessions.lire(requete);
    if (!session) return this.versConnexion(requete, reponse);
    if (!ID.test(id)) throw refusDeStatut(404);
    const apres = curseur(suite);
    const [vue, actes] = await this.prestations(requete, session, `/dossiers/${id}`, `/dossiers/${id}/chronologie?limite=200${apres && `&curseur=${apres}`}`);
    this.envoyer(reponse, 'Dossier', '', session, pageDossier(session.identite, id, { vue, actes }));
  }

  @Get('/rapport')
  async rapport(@Req() requete: FastifyRequest, @Res() reponse: FastifyReply, @Query() query: Record<string, unknown>): Promise<void> {
    const session = this.sessions.lire(requete);
    if (!session) return this.versConnexion(requete, reponse);
    const code = unite(query['unite'], session.identite.unite);
    const an = annee(query['annee']);
    const chemin = `/rapports/${encodeURIComponent(code)}/${an}`;
    const donnees = await this.services.lire('pilotage', chemin, await this.jeton(session), requete.id);
    this.envoyer(reponse, `Rapport ${code} ${an}`, '/rapport', session, [choixRapport(code, an), pageRapport(donnees, `/api/pilotage${chemin}`)]);
  }

  @Get('/national')
  async national(@Req() requete: FastifyRequest, @Res() reponse: FastifyReply, @Query() query: Record<string, unknown>): Promise<void> {
    const session = this.sessions.lire(requete);
    if (!session) return this.versConnexion(requete, reponse);
    const an = annee(query['annee']);
    const donnees = await this.services.lire('pilotage', `/agregats?annee=${an}&niveau=regionale`, await this.jeton(session), requete.id);
    this.envoyer(reponse, `Tableau par région ${an}`, '/national', session, pageNationale(donnees));
  }

  @Get('/contrats')
  contrats(@Req() requete: FastifyRequest, @Res() reponse: FastifyReply): void {
    const session = this.sessions.lire(requete);
    if (!session) return this.versConnexion(requete, reponse);
    this.envoyer(reponse, 'Contrats', '/contrats', session, pageContrats([...this.config.services.keys()].sort()));
  }

  @Get('/contrats/:service')
  async contrat(@Req() requete: FastifyRequest, @Res() reponse: FastifyReply, @Param('service') service: string): Promise<void> {
    const session = this.sessions.lire(requete);
    if (!session) return this.versConnexion(requete, reponse);
    if (!this.config.services.has(service)) throw refusDeStatut(404);
    const jeton = await this.jeton(session);
    const [api, messages] = await Promise.all(['/openapi.json', '/asyncapi.json'].map((chemin) => this.services.lire(service, chemin, jeton, requete.id)));
    this.envoyer(reponse, `Contrats de ${service}`, '/contrats', session, pageContrat(service, { api, messages }));
  }

  @Get('/portail.css')
  style(@Res() reponse: FastifyReply): void {
    void reponse.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=300').send(STYLE);
  }

  @Get('/sante/vie')
  vie(@Res() reponse: FastifyReply): void {
    void reponse.send({ statut: 'vivant' });
  }

  private async prestations(requete: FastifyRequest, session: Session, ...chemins: readonly string[]): Promise<unknown[]> {
    const jeton = await this.jeton(session);
    return Promise.all(chemins.map((chemin) => this.services.lire('prestations', chemin, jeton, requete.id)));
  }

  private async jeton(session: Session): Promise<string> {
    const jeton = await this.sessions.jeton(session);
    if (!jeton) throw new RefusPortail(401, 'session-terminee');
    return jeton;
  }

  private versConnexion(requete: FastifyRequest, reponse: FastifyReply): void {
    void reponse.redirect(`/connexion?${new URLSearchParams({ retour: requete.url })}`, 303);
  }

  private envoyer(reponse: FastifyReply, titre: string, chemin: string, session: Session | null, contenu: Valeur): void {
    const page = gabarit({ titre, chemin, identite: session?.identite ?? null, contenu });
    void reponse.type('text/html; charset=utf-8').send(page);
  }
}
