import { ErreurConfiguration, chargerConfig, type Environnement } from './charger-config';
import { cleMaitreDe } from '../scellement/config';
import { ConfigProcessus, sourcesDe } from './processus';

const SECRET = 'mot-de-passe-tres-secret';
const complet: Environnement = {
  SM_URL_BASE: 'postgres://x:y@127.0.0.1/x', SM_ISSUER: 'http://127.0.0.1/oidc', SM_JWKS_URL: 'http://127.0.0.1/oidc/jwks', SM_CLE_MAITRE: 'ab'.repeat(32), SM_LOG_SOURCES: '{"organisation":"postgres://x:y@127.0.0.1/x"}',
};

/** What a process reads before it starts anything. */
function lire(reste: Environnement): ConfigProcessus {
  const config = chargerConfig(ConfigProcessus, { ...complet, ...reste });
  cleMaitreDe(config.scellement);
  if (!config.log.kafka) sourcesDe(config.log);
  return config;
}

function refus(reste: Environnement): ErreurConfiguration {
  try {
    lire(reste);
  } catch (e) {
    if (e instanceof ErreurConfiguration) return e;
    throw e;
  }
  throw new Error('la configuration aurait dû être refusée');
}

test('une configuration entière se lit ; sans courtier, pas de Kafka', () => {
  const config = lire({});
  expect(config.log).toMatchObject({ tranche: 'tranche', sources: complet['SM_LOG_SOURCES'] });
  expect(config.log.kafka).toBeUndefined();
});

test('des courtiers suffisent à nommer le journal', () => {
  expect(lire({ SM_LOG_SOURCES: undefined, SM_KAFKA_COURTIERS: 'a:9092,b:9092' }).log.kafka).toMatchObject({ courtiers: 'a:9092,b:9092', replication: 1 });
});

test.each([
  ['SM_CLE_MAITRE', { SM_CLE_MAITRE: SECRET }], ['SM_CLE_MAITRE', { SM_CLE_MAITRE: undefined }], ['SM_CLE_MAITRE_FICHIER', { SM_CLE_MAITRE_FICHIER: `/${SECRET}` }],
  ['SM_LOG_SOURCES', { SM_LOG_SOURCES: `{"a":"${SECRET}"}` }], ['SM_LOG_SOURCES', { SM_LOG_SOURCES: `["postgres://${SECRET}"]` }], ['SM_LOG_SOURCES', { SM_LOG_SOURCES: undefined }],
  ['SM_TRANCHE', { SM_TRANCHE: `${SECRET}!` }], ['SM_KAFKA_COURTIERS', { SM_KAFKA_PREFIXE: 'idf.' }], ['SM_KAFKA_COURTIERS', { SM_KAFKA_COURTIERS: SECRET }],
])('%s mal donnée est nommée, sa valeur jamais', (nom, reste: Environnement) => {
  const erreur = refus(reste);
  expect(erreur.erreurs.map((e) => e.variable)).toContain(nom);
  expect(`${erreur.message}${JSON.stringify(erreur)}`).not.toContain(SECRET);
});
