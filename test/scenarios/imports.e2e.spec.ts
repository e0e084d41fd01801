import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { jusqua } from '@sm/testing';
import { Faussaire, Porteur, Regard, assures, demande, ouvrirHote, type Hote, type Probleme } from '../outils';

interface Bilan {
  readonly import: string;
  readonly statut: string;
  readonly lues: number;
  readonly acceptees: number;
  readonly inchangees: number;
  readonly rejetees: number;
}

const LIGNES_COUPEES = 4_000;
const ENTETE = 'source;numero;nir;nom;nom_usage;prenoms;naissance;sexe;rang;adresse;code_postal;commune;caisse;medecin_traitant;ouvreur_nir;qualite';
const CSV = { 'content-type': 'text/csv' };

/** Tells this run's people from those of an earlier one on the same host. */
const TIRAGE = Date.now() % 1_000_000;

/** An invented number: its commune of birth (980 to 989) exists nowhere. */
function nirInvente(rang: number): string {
  const corps = `1${String(10 + (TIRAGE % 80))}${String(1 + (Math.floor(TIRAGE / 80) % 12)).padStart(2, '0')}93${980 + (Math.floor(rang / 999) % 10)}${String((rang % 999) + 1).padStart(3, '0')}`;
  return corps + String(97 - Number(BigInt(corps) % 97n)).padStart(2, '0');
}

const personne = (rang: number, reste: Partial<Record<'nom' | 'nir' | 'naissance' | 'source', string>> = {}): string =>
  `${reste.source ?? 'IMPORTS'};IMP-${TIRAGE}-${rang};${reste.nir ?? nirInvente(rang)};${reste.nom ?? 'Essaimont'};;Ada;${reste.naissance ?? '1985-01-12'};M;1;3 rue des Essais;93200;Saint-Denis;931;;;ouvreur`;

let hote: Hote;
let depot: Porteur;
let base: Regard;
let prestations: Regard;
beforeAll(async () => {
  hote = await ouvrirHote();
  depot = await Porteur.machine(hote, 'reprise-931');
  [base, prestations] = [await Regard.ouvrir(hote, 'repertoire'), await Regard.ouvrir(hote, 'prestations')];
}, 300_000);
afterAll(async () => {
  await base?.fermer();
  await prestations?.fermer();
});

const importer = (service: string, flux: string, corps: string | Uint8Array, entetes: Record<string, string> = {}) => depot.poster<Bilan>(service, `/imports?flux=${flux}`, corps, { ...CSV, ...entetes });
const rejets = async (service: string, id: string): Promise<string[]> =>
  (await depot.lire<{ elements: { ligne: number; champ: string; code: string }[] }>(service, `/imports/${id}/rejets`)).corps.elements.map((r) => `${r.ligne} ${r.champ} ${r.code}`);

describe('Déposer un fichier deux fois ne change rien', () => {
  it.each([['repertoire', 'assures', 'assures.csv', 'text/csv'], ['repertoire', 'professionnels', 'professionnels.csv', 'text/csv'], ['prestations', 'reprise', 'ald-2016.ndjson', 'application/x-ndjson']])(
    '%s, %s : sous une autre clé, chaque ligne est dite inchangée et rien n’est écrit', async (service, flux, fichier, type) => {
      const regard = service === 'repertoire' ? base : prestations;
      const journal = (): Promise<number> => regard.compter("journal WHERE acteur = 'machine:reprise-931'");
      const [avant, corps] = [await journal(), hote.echantillon(fichier)];
      const lignes = corps.trimEnd().split('\n').length - (type === 'text/csv' ? 1 : 0);
      const { statut, corps: bilan } = await importer(service, flux, corps, { 'content-type': type });
      expect(statut).toBe(202);
      expect(bilan).toMatchObject({ statut: 'termine', lues: lignes, acceptees: 0, inchangees: lignes, rejetees: 0 });
      expect(await journal()).toBe(avant);
    }, 60_000);

  it('sous la même clé, la même réponse ; sous la même clé, un autre fichier est refusé', async () => {
    const cle = { 'idempotency-key': randomUUID() };
    const [un, autre] = [`${ENTETE}\n${personne(1)}\n`, `${ENTETE}\n${personne(2)}\n`];
    const premier = await importer('repertoire', 'assures', un, cle);
    expect((await importer('repertoire', 'assures', un, cle)).corps).toEqual(premier.corps);
    expect(await importer('repertoire', 'assures', autre, cle)).toMatchObject({ statut: 422, corps: { code: 'commande-deja-utilisee' } });
    });
});

describe('Une mauvaise ligne est nommée et ne bloque rien', () => {
  it('assurés : numéro de ligne, champ et code, jamais la valeur', async () => {
    const faux = `${nirInvente(12).slice(0, 13)}00`;
    const corps = [ENTETE, personne(11), personne(12, { nir: faux }), 'a;b;c', personne(13, { naissance: '1985-02-30' }), personne(14), '"jamais fermé', personne(15), ''].join('\n');
    const { corps: bilan } = await importer('repertoire', 'assures', corps);
    expect(bilan).toMatchObject({ statut: 'termine', lues: 7, acceptees: 3, rejetees: 4 });
    const dits = await rejets('repertoire', bilan.import);
    expect(dits).toEqual(['3 nir nir-cle', '4 * nombre-de-colonnes', expect.stringMatching(/^5 naissance /), expect.stringMatching(/^7 \* /)]);
    expect(dits.join()).not.toContain(faux);
    expect(hote.lire('tranche.log')).not.toContain(faux);
  });

  it('demandes : un dossier par bonne ligne, et les fautes par champ', async () => {
    const tsm = new Porteur(hote, new Faussaire(hote).jeton('agent:931081'));
    const source = `FICHIER-${TIRAGE}`;
    const [bonne, autre] = [demande(assures(hote)[600]!, { source }), demande(assures(hote)[601]!, { source })];
    const corps = [bonne, { ...autre, nir: '123' }, { ...autre, recu_le: '2016-02-30' }, 'pas un objet', { ...autre, unite: 'ELSM-921' }, autre].map((l) => JSON.stringify(l)).join('\n');
    const { corps: bilan } = await tsm.poster<Bilan>('prestations', '/imports?flux=demandes', corps, { 'content-type': 'application/x-ndjson' });
    expect(bilan).toMatchObject({ statut: 'termine', lues: 6, acceptees: 2, rejetees: 4 });
    const { elements } = (await tsm.lire<{ elements: { ligne: number; champ: string; code: string }[] }>('prestations', `/imports/${bilan.import}/rejets`)).corps;
    expect(elements.map((r) => `${r.ligne} ${r.champ}`)).toEqual(['2 nir', '3 recu_le', '4 *', '5 unite']);
    expect(await prestations.compter('dossier WHERE source = $1', [source])).toBe(2);
  });

  it('une colonne inconnue, un flux inconnu, un fichier énorme et faux : le vrai refus, pas une panne', async () => {
    expect(await importer('repertoire', 'assures', `${ENTETE};salaire\n`)).toMatchObject({ statut: 422, corps: { code: 'colonnes-invalides' } });
    const gros = `a;b;c\n${'1;2;3\n'.repeat(800_000)}`;
    for (let i = 0; i < 3; i++) {
      expect(await importer('repertoire', 'assures', gros)).toMatchObject({ statut: 422, corps: { code: 'colonnes-invalides' } });
      expect(await depot.poster<Probleme>('repertoire', '/imports?flux=inconnu', gros, CSV)).toMatchObject({ statut: 404, corps: { code: 'flux-inconnu' } });
    }
  }, 30_000);
});

it('un fichier en Windows-1252 se lit comme en UTF-8 : les mêmes personnes, inchangées', async () => {
  const corps = [ENTETE, personne(31, { nom: 'Lefèvre-Noël' }), personne(32, { nom: 'Ümlaütoñ' }), ''].join('\n');
  expect((await importer('repertoire', 'assures', Buffer.from(corps, 'utf8'))).corps).toMatchObject({ acceptees: 2, rejetees: 0 });
  expect((await importer('repertoire', 'assures', Buffer.from(corps, 'latin1'))).corps).toMatchObject({ acceptees: 0, inchangees: 2, rejetees: 0 });
  expect((await importer('repertoire', 'assures', Buffer.from(corps.replace('Lefèvre', 'Lefebvre'), 'latin1'))).corps).toMatchObject({ acceptees: 1, inchangees: 1 });
});

it('une connexion coupée au milieu reprend sous la même clé, sans rien perdre ni doubler', async () => {
  const lignes = Array.from({ length: LIGNES_COUPEES }, (_, i) => personne(i + 1_000, { source: 'COUPURE' }));
  const octets = Buffer.from([ENTETE, ...lignes, ''].join('\n'));
  const cle = randomUUID();
  const avancement = async (): Promise<number> => (await base.voir<{ lues: number }>('SELECT lues FROM import WHERE cle = $1', [cle]))[0]?.lues ?? 0;
  const envoi = request(`${hote.url}/api/repertoire/imports?flux=assures`, { method: 'POST', headers: { ...CSV, authorization: `Bearer ${depot.jeton}`, 'idempotency-key': cle, 'content-length': octets.length } });
  envoi.on('error', () => undefined);
  envoi.write(octets.subarray(0, Math.floor(octets.length * 0.9)));
  const lues = await jusqua(async () => (await avancement()) || false, { delaiMs: 10_000, quoi: 'le début de l’import' }).finally(() => envoi.destroy());
  expect(lues).toBeLessThan(lignes.length);
  const reprise = await jusqua(async () => {
    const { corps } = await importer('repertoire', 'assures', octets, { 'idempotency-key': cle });
    return corps.statut === 'termine' ? corps : null;
  }, { delaiMs: 20_000, quoi: 'la reprise' });
  expect(reprise).toMatchObject({ lues: lignes.length, acceptees: lignes.length, inchangees: 0, rejetees: 0 });
  expect((await importer('repertoire', 'assures', octets)).corps).toMatchObject({ acceptees: 0, inchangees: lignes.length });
}, 60_000);
