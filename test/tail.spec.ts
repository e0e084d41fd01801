import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TOPICS, inspecter, type MessageInspecte } from '@sm/contracts';

interface Presentation {
  readonly clair: boolean;
  readonly cleOuverte: boolean;
}
type Rendre = (m: object, lu: MessageInspecte, p: Presentation) => string;

const racine = join(__dirname, '..');
const exemples = join(racine, 'proto/exemples');
const CLE = '01890000-0000-7000-8000-00000000d055';
const ID = '01890000-0000-7000-8000-0000000000e1';
let enTexte: Rendre;
let enJson: Rendre;

beforeAll(async () => {
  ({ enTexte, enJson } = (await import(pathToFileURL(join(racine, 'deploy/lancement/tail-texte.mjs')).href)) as { enTexte: Rendre; enJson: Rendre });
});

const octets = (topic: string, nom: string) => new Uint8Array(Buffer.from(readFileSync(join(exemples, topic, `${nom}.hex`), 'utf8').trim(), 'hex'));
const message = (topic: string, cle = CLE) => ({ topic, part: 3, seq: 42, source: 'tranche/prestations', id: ID, cle, type: 'AvisRendu', unite: 9993, version: 2, survenuLe: new Date('2016-02-05T10:00:00Z'), enregistreLe: new Date('2016-02-05T10:00:01Z') });
const AVIS = inspecter('sm.prestations.dossier.v1', octets('sm.prestations.dossier.v1', 'AvisRendu'));

test('chaque champ d’un message a sa ligne et sa classe ; ce qui désigne est masqué, sauf demande', () => {
  const m = message('sm.prestations.dossier.v1');
  const texte = enTexte(m, AVIS, { clair: false, cleOuverte: false });
  expect(texte).toContain('sm.prestations.dossier.v1 [3] n° 42  AvisRendu');
  expect(texte).toMatch(/IDENTIFIANT {2} {2}dossier_id +••••/);
  expect(texte).toMatch(/ADMINISTRATIF {2}sens +FAVORABLE/);
  for (const secret of [CLE, ID]) expect(texte).not.toContain(secret);
  expect(enTexte(m, AVIS, { clair: true, cleOuverte: false })).toContain(CLE);
});

test('en JSON, un message tient sur une ligne, chaque valeur à côté de sa classe', () => {
  const ligne = enJson(message('sm.prestations.dossier.v1'), AVIS, { clair: false, cleOuverte: false });
  expect(ligne).not.toContain('\n');
  expect(JSON.parse(ligne)).toMatchObject({ topic: 'sm.prestations.dossier.v1', part: 3, type: 'AvisRendu', scelle: false, champs: { dossier_id: { niveau: 'IDENTIFIANT', valeur: '••••' }, delai_jours: { niveau: 'ADMINISTRATIF', valeur: 23 } } });
});

test('aucun identifiant des exemples figés ne se lit sans être demandé, sur aucun topic', () => {
  for (const { nom: topic } of Object.values(TOPICS)) {
    for (const f of readdirSync(join(exemples, topic)).filter((n) => n.endsWith('.hex'))) {
      const lu = inspecter(topic, octets(topic, f.slice(0, -4)));
      const texte = enTexte(message(topic), lu, { clair: false, cleOuverte: false });
      for (const c of lu.champs.filter((x) => x.niveau === 'IDENTIFIANT' && String(x.valeur).length > 4)) expect(texte).not.toContain(String(c.valeur));
    }
  }
});

test('un message scellé ne montre que son enveloppe, et rien ne pilote le terminal', () => {
  const scelle = { type: 'Essai', scelle: true, champs: [], inconnus: 0 };
  expect(enTexte(message('sm.medical.prestations.v1'), scelle, { clair: true, cleOuverte: false })).toContain('scellé : contenu médical, non montré');
  const piege = { type: 'Essai', scelle: false, inconnus: 2, champs: [{ chemin: 'nom', niveau: 'ADMINISTRATIF' as const, valeur: 'a\u001b[2J\nb' }] };
  const texte = enTexte(message('sm.agregats.v1'), piege, { clair: false, cleOuverte: true });
  expect(texte).toContain('a?[2J?b');
  expect(texte).toContain('2 champ(s) plus récent(s)');
});

test('une demande mal formée, ou sans plateforme, se dit en une phrase avec son code', () => {
  const etat = mkdtempSync(join(tmpdir(), 'sm-tail-'));
  const tail = (...args: string[]) => spawnSync(process.execPath, [join(racine, 'deploy/lancement/tail.mjs'), ...args], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', SM_ETAT: etat } });
  for (const args of [[], ['a', 'b'], ['sm.x.v1', '--inconnue'], ['sm.x.v1', '--depuis', '-1'], ['sm.x.v1', '--part', '8'], ['sm.x.v1', '--depuis', '0']]) {
    expect(tail(...args)).toMatchObject({ status: 2, stdout: '' });
  }
  expect(tail('sm.prestations.dossier.v1').status).toBe(3);
  rmSync(etat, { recursive: true });
});
