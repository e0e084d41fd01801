import { ErreurConfiguration, chargerConfig } from './charger-config';
import { ConfigBase, ConfigHttp, ConfigIdentite, ConfigJournaux } from './fragments';
import { Fragment } from './variables';

class ConfigEssai {
  @Fragment() readonly http: ConfigHttp;
  @Fragment() readonly base: ConfigBase;
  @Fragment() readonly identite: ConfigIdentite;
  @Fragment() readonly journaux: ConfigJournaux;
}

const env = {
  PATH: '/bin',
  SM_PORT: '3101',
  SM_URL_BASE: 'postgresql://sm:secret@127.0.0.1:5432/prestations',
  SM_ISSUER: 'http://127.0.0.1:4000',
  SM_JWKS_URL: 'http://127.0.0.1:4000/jwks',
};

function erreursDe(variables: Record<string, string | undefined>) {
  try {
    chargerConfig(ConfigEssai, variables);
  } catch (erreur) {
    if (erreur instanceof ErreurConfiguration) return erreur;
    throw erreur;
  }
  throw new Error('la configuration aurait dû être refusée');
}

describe('La configuration d’un service', () => {
  it('se lit par fragments, avec ses valeurs par défaut', () => {
    const config = chargerConfig(ConfigEssai, { ...env, SM_NIVEAU_JOURNAL: '' });
    expect(config.http).toEqual({ port: 3101, hote: '127.0.0.1' });
    expect(config.base.url).toBe(env.SM_URL_BASE);
    expect(config.identite.audience).toBe('urn:sm:api');
    expect(config.journaux.niveau).toBe('info');
  });

  it('dit toutes les erreurs d’un coup, par variable et par règle', () => {
    const { erreurs } = erreursDe({ SM_PORT: '70000', SM_URL_BASE: 'mysql://x', SM_ISSUER: env.SM_ISSUER, SM_NIVEAU_JOURNAL: 'bavard' });
    expect(erreurs.map(({ variable }) => variable).sort()).toEqual(['SM_JWKS_URL', 'SM_NIVEAU_JOURNAL', 'SM_PORT', 'SM_URL_BASE']);
    expect(erreurs.find(({ variable }) => variable === 'SM_PORT')?.regle).toMatch(/entier/);
  });

  it.each(['8e1', '0x50', ' 80', '80.5', 'NaN', '-1'])('refuse le port « %s »', (port) => {
    expect(erreursDe({ ...env, SM_PORT: port }).erreurs.map(({ variable }) => variable)).toContain('SM_PORT');
  });

  it('ne cite jamais une valeur', () => {
    const secret = 'mot-de-passe-tres-secret';
    const variables = Object.fromEntries([...Object.keys(env), 'SM_HOTE', 'SM_NIVEAU_JOURNAL', 'SM_URL_BASE_PROPRIETAIRE', 'SM_INCONNUE'].map((nom) => [nom, `${secret}\u0000`]));
    const erreur = erreursDe(variables);
    expect(`${erreur.message}${JSON.stringify(erreur)}`).not.toContain(secret);
    expect(erreur.erreurs.length).toBeGreaterThanOrEqual(6);
  });

  it('signale une variable mal orthographiée et propose la bonne', () => {
    expect(erreursDe({ ...env, SM_PROT: '1' }).message).toContain('SM_PROT : variable inconnue (vouliez-vous dire SM_PORT ?)');
  });

  it('veut l’identifiant et le secret du client ensemble', () => {
    expect(erreursDe({ ...env, SM_CLIENT_ID: 'prestations' }).erreurs).toEqual([{ variable: 'SM_CLIENT_SECRET', regle: 'SM_CLIENT_ID et SM_CLIENT_SECRET vont ensemble' }]);
  });
});
