/** A browser reduced to its cookies: follows nothing by itself, so that each step of the flow can be looked at. */
export class NavigateurHttp {
  private readonly cookies = new Map<string, string>();

  constructor(readonly base: string) {}

  async appeler(chemin: string, init: RequestInit = {}): Promise<Response> {
    const entetes = new Headers(init.headers);
    if (this.cookies.size > 0) entetes.set('cookie', [...this.cookies].map(([nom, valeur]) => `${nom}=${valeur}`).join('; '));
    const reponse = await fetch(new URL(chemin, this.base), { ...init, headers: entetes, redirect: 'manual' });
    for (const cookie of reponse.headers.getSetCookie()) {
      const [nom = '', valeur = ''] = (cookie.split(';')[0] ?? '').split('=', 2);
      if (valeur === '' || /max-age=0|1970/i.test(cookie)) this.cookies.delete(nom);
      else this.cookies.set(nom, valeur);
    }
    return reponse;
  }

  /** Posts a form as a page of the portal would. */
  async poster(chemin: string, champs: Record<string, string>, origine = this.base): Promise<Response> {
    return this.appeler(chemin, { method: 'POST', body: new URLSearchParams(champs), headers: { origin: origine } });
  }

  /** Follows redirections until an answer that is not one, or until `arret` matches the next address. */
  async suivre(reponse: Response, arret?: RegExp): Promise<{ reponse: Response; suivante: string | null }> {
    let courante = reponse;
    for (let i = 0; i < 12; i++) {
      const suivante = courante.headers.get('location');
      if (!suivante) return { reponse: courante, suivante: null };
      if (arret?.test(suivante)) return { reponse: courante, suivante };
      courante = await this.appeler(suivante);
    }
    throw new Error('trop de redirections');
  }

  /** Signs in by the page of cards. */
  async entrer(profil: string): Promise<Response> {
    const { reponse } = await this.suivre(await this.appeler('/connexion'));
    const action = /<form method="post" action="(\/connexion\/profil\/[^"]+)"/.exec(await reponse.text())?.[1] ?? '';
    return (await this.suivre(await this.poster(action, { profil }))).reponse;
  }

  valeur(nom: string): string | undefined {
    return this.cookies.get(nom);
  }

  poser(nom: string, valeur: string): void {
    this.cookies.set(nom, valeur);
  }
}
