import type { Identite } from '../session/oidc.client';
import { html } from './html';
import type { Fragment, Valeur } from './html';
import { liensDe } from './roles';
import type { Lien } from './roles';

export interface Page {
  readonly titre: string;
  readonly chemin: string;
  readonly identite: Identite | null;
  readonly contenu: Valeur;
}

function compte(identite: Identite | null): Fragment {
  if (!identite) return html`<a class="bouton discret" href="/connexion">Se connecter</a>`;
  return html`<p class="qui"><strong>${identite.nom}</strong> <span>${identite.unite}</span></p>
      <form method="post" action="/deconnexion"><button class="bouton discret" type="submit">Se déconnecter</button></form>`;
}

/** The frame of every page: landmarks, skip link, navigation, the reminder that people are invented. */
export function gabarit({ titre, chemin, identite, contenu }: Page): string {
  const liens: Pick<Lien, 'href' | 'texte'>[] = [{ href: '/', texte: 'Accueil' }, ...(identite ? liensDe(identite) : [])];
  const page = html`<!DOCTYPE html>
<html lang="fr">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${titre} – Service médical</title>
  <link rel="stylesheet" href="/portail.css">
  <link rel="icon" href="data:,">
</head>
<body>
  <a class="evitement" href="#contenu">Aller au contenu</a>
  <header class="bandeau">
    <div class="cadre">
      <p class="marque"><a href="/">Service médical</a> <span>plateforme de démonstration</span></p>
      <nav aria-label="Navigation principale"><ul>${liens.map(({ href, texte }) => html`
        <li><a href="${href}"${href.split('?')[0] === chemin ? html` aria-current="page"` : ''}>${texte}</a></li>`)}
      </ul></nav>
      <div class="compte">${compte(identite)}</div>
    </div>
  </header>
  <main id="contenu" class="cadre" tabindex="-1">
${contenu}
  </main>
  <footer class="pied"><div class="cadre">
    <p>Démonstration : toutes les personnes, tous les dossiers et tous les chiffres présentés ici sont inventés.</p>
  </div></footer>
</body>
</html>
`;
  return page.texte;
}
