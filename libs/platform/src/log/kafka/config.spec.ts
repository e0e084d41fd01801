import { chargerConfig } from '../../config/charger-config';
import { Fragment } from '../../config/variables';
import { ConfigKafka, securiteDe } from './config';

class Essai {
  @Fragment() readonly kafka: ConfigKafka;
}

const lire = (env: Record<string, string>): ConfigKafka => chargerConfig(Essai, env).kafka;

test('des adresses seules suffisent', () => {
  expect(lire({ SM_KAFKA_COURTIERS: 'a:9092,b.exemple.fr:9093' })).toMatchObject({ courtiers: 'a:9092,b.exemple.fr:9093', replication: 1 });
});

test.each([
  [{ SM_KAFKA_COURTIERS: 'sans-port' }, 'SM_KAFKA_COURTIERS'],
  [{ SM_KAFKA_COURTIERS: 'a:1', SM_KAFKA_PREFIXE: 'Majuscule.' }, 'SM_KAFKA_PREFIXE'],
  [{ SM_KAFKA_COURTIERS: 'a:1', SM_KAFKA_SASL: 'gssapi', SM_KAFKA_UTILISATEUR: 'u', SM_KAFKA_MOT_DE_PASSE: 'p' }, 'SM_KAFKA_SASL'],
  [{ SM_KAFKA_COURTIERS: 'a:1', SM_KAFKA_UTILISATEUR: 'u' }, 'SM_KAFKA_MOT_DE_PASSE'],
  [{ SM_KAFKA_COURTIERS: 'a:1', SM_KAFKA_CERTIFICAT: '/c' }, 'SM_KAFKA_CLE'],
  [{ SM_KAFKA_COURTIERS: 'a:1', SM_KAFKA_REPLICATION: '0' }, 'SM_KAFKA_REPLICATION'],
])('%j est refusé en nommant la variable', (env, variable) => {
  expect(() => lire(env)).toThrow(variable);
});

test('un mot de passe ne part jamais en clair', () => {
  const config = lire({ SM_KAFKA_COURTIERS: 'a:1', SM_KAFKA_SASL: 'plain', SM_KAFKA_UTILISATEUR: 'u', SM_KAFKA_MOT_DE_PASSE: 'p' });
  expect(() => securiteDe(config)).toThrow(expect.objectContaining({ code: 'kafka-sasl-sans-tls' }));
});
