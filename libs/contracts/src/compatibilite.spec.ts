import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const racine = join(__dirname, '..', '..', '..');
const fige = join(racine, 'proto', 'published', 'v1.binpb');
const dossiers: string[] = [];

function buf(...args: string[]): { code: number | null; sortie: string } {
  const env = { ...process.env, NODE_OPTIONS: '', BUF_CACHE_DIR: join(racine, 'node_modules', '.cache', 'buf') };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(racine, 'node_modules', '@bufbuild', 'buf', 'bin', 'buf'), ...args], { cwd: racine, env, encoding: 'utf8' });
  return { code: status, sortie: `${stdout}${stderr}` };
}

/** A copy of proto/ with one text replaced in one file. */
function copieChangee(fichier: string, avant: RegExp, apres: string): string {
  const copie = mkdtempSync(join(tmpdir(), 'contrats-'));
  dossiers.push(copie);
  cpSync(join(racine, 'proto'), copie, { recursive: true });
  const texte = readFileSync(join(copie, fichier), 'utf8');
  expect(texte).toMatch(avant);
  writeFileSync(join(copie, fichier), texte.replace(avant, apres));
  return copie;
}

afterAll(() => dossiers.forEach((d) => rmSync(d, { recursive: true, force: true })));

describe('Les contrats écrits', () => {
  it('suivent les règles de buf', () => {
    expect(buf('lint', 'proto')).toEqual({ code: 0, sortie: '' });
  });

  it('restent lisibles par les versions publiées', () => {
    expect(buf('breaking', 'proto', '--against', fige)).toEqual({ code: 0, sortie: '' });
  });

  it.each([
    ['un champ retiré', 'sm/prestations/v1/dossier.proto', /\n {2}uint32 delai_jours = .*;/, ''],
    ['un type changé', 'sm/agregats/v1/compteur.proto', /int64 entiere = 11/, 'string entiere = 11'],
    ['une valeur d’énumération renommée', 'sm/prestations/v1/codes.proto', /SENS_PARTIEL = 4/, 'SENS_RESERVE = 4'],
  ])('refusent %s', (_cas, fichier, avant, apres) => {
    const { code, sortie } = buf('breaking', copieChangee(fichier, avant, apres), '--against', fige);
    expect(code).toBe(100);
    expect(sortie).toContain(fichier.split('/').at(-1));
  });

  it('acceptent un champ nouveau', () => {
    const copie = copieChangee('sm/organisation/v1/unite.proto', /bool retiree = 7/, 'bool fermee = 99 [(sm.commun.v1.confidentialite) = CONFIDENTIALITE_ADMINISTRATIF];\n  bool retiree = 7');
    expect(buf('breaking', copie, '--against', fige)).toEqual({ code: 0, sortie: '' });
  });
});
