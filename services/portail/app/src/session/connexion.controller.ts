import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { JournalTechnique } from '@sm/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Provider } from 'oidc-provider';
import type { InteractionOidc } from 'oidc-provider';
import { ConfigPortail } from '../config';
import { pageConnexion } from '../pages/accueil';
import { gabarit } from '../pages/gabarit';
import { RefusPortail } from '../refus';
import { OidcClient } from './oidc.client';
import { memeOrigine, retourSur } from './origine';
import { SessionStore } from './session.store';

type Formulaire = Record<string, unknown>;

/** Sign-in and sign-out: the portal's side (`/connexion`, `/retour`, `/deconnexion`) and the provider's page of cards. */
@Controller()
export class ConnexionController {
  constructor(
    private readonly config: ConfigPortail,
    private readonly sessions: SessionStore,
    private readonly oidc: OidcClient,
    private readonly fournisseur: Provider,
    private readonly journal: JournalTechnique,
  ) {}

  @Get('/connexion')
  async connexion(@Res() reponse: FastifyReply, @Query('retour') retour: unknown): Promise<void> {
    await this.partir(reponse, retourSur(retour));
  }

  @Post('/connexion')
  async connexionDirecte(@Req() requete: FastifyRequest, @Res() reponse: FastifyReply, @Body() corps: Formulaire): Promise<void> {
    this.exigerOrigine(requete);
    await this.partir(reponse, '/', this.profil(corps));
  }

  @Get('/connexion/profil/:uid')
  async choisir(@Req() requete: FastifyRequest, @Res() reponse: FastifyReply, @Param('uid') uid: string): Promise<void> {
    const { params } = await this.interaction(requete, reponse, uid);
    const devine = this.config.personas.find((persona) => persona.sub === params['login_hint']);
    if (devine) return this.finir(requete, reponse, devine.sub);
    const contenu = pageConnexion(this.config.personas, `/connexion/profil/${encodeURIComponent(uid)}`);
    void reponse.type('text/html; charset=utf-8').send(gabarit({ titre: 'Connexion', chemin: '/connexion', identite: null, contenu }));
  }

  @Post('/connexion/profil/:uid')
  async choisi(@Req() requete: FastifyRequest, @Res() reponse: FastifyReply, @Param('uid') uid: string, @Body() corps: Formulaire): Promise<void> {
    this.exigerOrigine(requete);
    await this.interaction(requete, reponse, uid);
    await this.finir(requete, reponse, this.profil(corps));
  }

  @Get('/retour')
  async retour(@Req() requete: FastifyRequest, @Res() reponse: FastifyReply): Promise<void> {
    const attente = this.sessions.attendu(requete, reponse);
    if (!attente) throw new RefusPortail(400, 'connexion-inattendue');
    const { identite, jetons } = await this.oidc.revenir(requete.url, attente).catch((erreur: unknown) => {
      this.journal.alerte('connexion-refusee', { correlation: requete.id, code: erreur instanceof Error ? erreur.name : undefined });
      throw new RefusPortail(400, 'connexion-refusee');
    });
    this.sessions.ouvrir(requete, reponse, identite, jetons);
    void reponse.redirect(attente.retour, 303);
  }

  @Post('/deconnexion')
  async deconnexion(@Req() requete: FastifyRequest, @Res() reponse: FastifyReply): Promise<void> {
    this.exigerOrigine(requete);
    await this.sessions.fermer(requete, reponse);
    void reponse.redirect('/', 303);
  }

  private async partir(reponse: FastifyReply, retour: string, profil?: string): Promise<void> {
    const { url, attente } = await this.oidc.partir(retour, profil);
    this.sessions.attendre(reponse, attente);
    void reponse.redirect(url, 303);
  }

  private async interaction(requete: FastifyRequest, reponse: FastifyReply, uid: string): Promise<InteractionOidc> {
    const perdue = () => new RefusPortail(400, 'connexion-inattendue');
    const interaction = await this.fournisseur.interactionDetails(requete.raw, reponse.raw).catch(() => {
      throw perdue();
    });
    if (interaction.uid !== uid) throw perdue();
    return interaction;
  }

  private async finir(requete: FastifyRequest, reponse: FastifyReply, sub: string): Promise<void> {
    const resultat = { login: { accountId: sub, acr: 'urn:sm:acr:demonstration', amr: ['demonstration'] } };
    const suite = await this.fournisseur.interactionResult(requete.raw, reponse.raw, resultat, { mergeWithLastSubmission: false });
    void reponse.redirect(suite, 303);
  }

  private profil(corps: Formulaire): string {
    const persona = this.config.personas.find(({ sub }) => sub === corps['profil']);
    if (!persona) throw new RefusPortail(400, 'profil-inconnu');
    return persona.sub;
  }

  private exigerOrigine(requete: FastifyRequest): void {
    if (!memeOrigine(requete, this.config.publique)) throw new RefusPortail(403, 'origine-refusee');
  }
}
