import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConfigPortail } from '../config';
import { RefusPortail } from '../refus';
import { SessionStore } from '../session/session.store';
import type { Session } from '../session/session.store';
import { accueilConnecte, accueilVisiteur } from './accueil';
import { gabarit } from './gabarit';
import type { Valeur } from './html';
import { pageNationale } from './national';
import { PilotageReader } from './pilotage.reader';
import { choixRapport, pageRapport } from './rapport';
import { ANNEE_EXEMPLE } from './roles';

const STYLE = readFileSync(join(__dirname, 'portail.css'), 'utf8');

function verifier(valeur: unknown, defaut: string, forme: RegExp, nom: string): string {
  if (valeur === undefined) return defaut;
  if (typeof valeur === 'string' && forme.test(valeur)) return valeur;
  throw new RefusPortail(400, 'parametre-invalide', undefined, `Le paramètre « ${nom} » n’a pas la forme attendue.`);
}

const annee = (valeur: unknown): string => verifier(valeur, String(ANNEE_EXEMPLE), /^(19|20)\d{2}$/, 'annee');
const unite = (valeur: unknown, defaut: string): string => verifier(valeur, defaut, /^[A-Z0-9-]{2,32}$/, 'unite');

/** Served pages: home, yearly report, table of regions. */
@Controller()
export class PagesController {
  constructor(
    private readonly config: ConfigPortail,
    private readonly sessions: SessionStore,
    private readonly pilotage: PilotageReader,
  ) {}

  @Get('/')
  accueil(@Req() requete: FastifyRequest, @Res() reponse: FastifyReply): void {
    const session = this.sessions.lire(requete);
    const contenu = session ? accueilConnecte(session.identite) : accueilVisiteur(this.config.personas);
    this.envoyer(reponse, 'Accueil', '/', session, contenu);
  }

  @Get('/rapport')
  async rapport(@Req() requete: FastifyRequest, @Res() reponse: FastifyReply, @Query() query: Record<string, unknown>): Promise<void> {
    const session = this.sessions.lire(requete);
    if (!session) return this.versConnexion(requete, reponse);
    const code = unite(query['unite'], session.identite.unite);
    const an = annee(query['annee']);
    const chemin = `/rapports/${encodeURIComponent(code)}/${an}`;
    const donnees = await this.pilotage.lire(chemin, await this.jeton(session), requete.id);
    this.envoyer(reponse, `Rapport ${code} ${an}`, '/rapport', session, [choixRapport(code, an), pageRapport(donnees, `/api/pilotage${chemin}`)]);
  }

  @Get('/national')
  async national(@Req() requete: FastifyRequest, @Res() reponse: FastifyReply, @Query() query: Record<string, unknown>): Promise<void> {
    const session = this.sessions.lire(requete);
    if (!session) return this.versConnexion(requete, reponse);
    const an = annee(query['annee']);
    const donnees = await this.pilotage.lire(`/agregats?annee=${an}&niveau=regionale`, await this.jeton(session), requete.id);
    this.envoyer(reponse, `Tableau par région ${an}`, '/national', session, pageNationale(donnees));
  }

  @Get('/portail.css')
  style(@Res() reponse: FastifyReply): void {
    void reponse.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=300').send(STYLE);
  }

  @Get('/sante/vie')
  vie(@Res() reponse: FastifyReply): void {
    void reponse.send({ statut: 'vivant' });
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
