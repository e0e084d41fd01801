import { pino } from 'pino';
import { dansContexte } from '../http/contexte-requete';
import { creerJournalTechnique } from './journal-technique';

const NIR = '185079312345678';
const DIAGNOSTIC = 'E11 diabete de type 2';
const MARQUES = [NIR, DIAGNOSTIC, 'E11'];

let texte = '';
const flux = { write: (ligne: string) => void (texte += ligne) };
const journal = creerJournalTechnique({ service: 'essai', niveau: 'debug', flux });
const lignes = () => texte.trim().split('\n').map((ligne) => JSON.parse(ligne));
beforeEach(() => (texte = ''));

const fuite = () => MARQUES.filter((marque) => texte.includes(marque));

function erreurPiegee(): Error {
  const base = Object.assign(new Error(`clé ${NIR}`), {
    code: '23503', constraint: 'dossier_personne_fkey', table: 'dossier', detail: `(nir)=(${NIR})`, where: DIAGNOSTIC, hint: NIR,
  });
  const erreur = Object.assign(new Error(`échec ${NIR}\n    at ${DIAGNOSTIC} (/a/b.js:1:2)\nsuite`, { cause: base }), { driverError: base, query: NIR, parameters: [NIR] });
  return erreur;
}

describe('Le journal technique', () => {
  it('témoin : un journal ordinaire laisse fuir ces mêmes marques', () => {
    pino({}, flux).error({ err: erreurPiegee(), nir: NIR }, DIAGNOSTIC);
    expect(fuite()).toEqual(MARQUES);
  });

  it.each<[string, () => void]>([
    ['dans un champ inconnu', () => journal.info('demande-lue', { nir: NIR, diagnostic: DIAGNOSTIC })],
    ['dans un champ connu, hors de sa forme', () => journal.info('demande-lue', { route: `/assures/${NIR}?q=${DIAGNOSTIC}`, code: NIR, acteur: NIR, correlation: NIR, contexte: DIAGNOSTIC })],
    ['comme nom d’événement', () => journal.info(`assuré ${NIR} ${DIAGNOSTIC}`)],
    ['dans une phrase passée à Nest', () => journal.log(`assuré ${NIR} ${DIAGNOSTIC}`, 'DossierHandler')],
    ['dans un objet passé à Nest', () => journal.warn({ nir: NIR }, 'DossierHandler')],
    ['comme contexte', () => journal.log('evenement', `${DIAGNOSTIC}`)],
    ['dans une erreur', () => journal.erreur('echec', erreurPiegee())],
    ['dans une erreur passée à Nest', () => journal.error(erreurPiegee(), undefined, 'ExceptionsHandler')],
    ['dans une pile passée à Nest', () => journal.error(`échec ${NIR}`, erreurPiegee().stack, 'ExceptionsHandler')],
    ['dans une valeur lancée', () => journal.erreur('echec', { message: NIR, code: NIR, detail: DIAGNOSTIC })],
    ['dans le nom d’une erreur', () => journal.erreur('echec', Object.assign(new Error(''), { name: DIAGNOSTIC }))],
    ['dans une erreur de JSON', () => journal.erreur('echec', (() => { try { return JSON.parse(`{"a": ${DIAGNOSTIC}`); } catch (e) { return e; } })())],
  ])('n’écrit ni NIR ni diagnostic placé %s', (_, ecrire) => {
    ecrire();
    expect(lignes()).toHaveLength(1);
    expect(fuite()).toEqual([]);
  });

  it('dit d’une erreur de la base son SQLSTATE, sa contrainte et sa table, et compte ce qu’il écarte', () => {
    journal.erreur('echec', erreurPiegee(), { unite: 931, nir: NIR });
    expect(lignes()[0]).toMatchObject({
      level: 'error', msg: 'echec', service: 'essai', unite: 931, ignores: 1,
      erreur: { nom: 'Error', sqlstate: '23503', contrainte: 'dossier_personne_fkey', table: 'dossier', pile: expect.arrayContaining([expect.stringMatching(/^at .*journal-technique\.spec\.ts/)]) },
    });
  });

  it('rattache chaque ligne à la requête et à l’acteur en cours', () => {
    const correlation = '019a0000-0000-7000-8000-000000000001';
    dansContexte({ service: 'prestations', correlation, acteur: { id: 'agent:000123', genre: 'agent', nom: 'X' } }, () => journal.info('avis-rendu', { nombre: 2 }));
    expect(lignes()[0]).toMatchObject({ service: 'prestations', correlation, acteur: 'agent:000123', nombre: 2 });
  });

  it('garde les phrases de démarrage de Nest', () => {
    journal.log('Mapped {/dossiers/:id, GET} route', 'RouterExplorer');
    expect(lignes()[0]).toMatchObject({ msg: 'Mapped {/dossiers/:id, GET} route', contexte: 'RouterExplorer' });
  });
});
