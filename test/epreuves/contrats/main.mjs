// Long form of the trial of the contracts, on a running host (`SM_HOTE_ETAT`): jest with every right, then schemathesis when Python has it. `--secondes N` for each.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const racine = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const SERVICES = ['organisation', 'repertoire', 'prestations', 'pilotage'];
const CONTROLES = 'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance';
const { values } = parseArgs({ options: { secondes: { type: 'string', default: '300' }, graine: { type: 'string', default: String(Date.now() % 2 ** 31) } } });

const etat = process.env['SM_HOTE_ETAT'];
if (!etat) throw new Error("SM_HOTE_ETAT doit nommer le dossier d'état d'un hôte en marche, que cette épreuve salira");

async function jetonMachine() {
  const { url } = JSON.parse(readFileSync(join(etat, 'plateforme.json'), 'utf8'));
  const { clients } = JSON.parse(readFileSync(join(etat, 'secrets.json'), 'utf8'));
  const reponse = await fetch(`${url}/oidc/token`, {
    method: 'POST', body: 'grant_type=client_credentials&resource=urn%3Asm%3Aapi',
    headers: { authorization: `Basic ${Buffer.from(`reprise-931:${clients['reprise-931']}`).toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' },
  });
  return { url, jeton: (await reponse.json()).access_token };
}

function jest() {
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules', SM_FUZZ_SEUL: '1', SM_FUZZ_SECONDES: values.secondes, SM_GRAINE: values.graine };
  return spawnSync(process.execPath, [join(racine, 'node_modules/.bin/jest'), '--selectProjects', 'scenarios', '-i', '--forceExit', '--testPathPatterns', 'contrats-essais'], { cwd: racine, env, stdio: 'inherit' }).status === 0;
}

/** `null` when it is not there: said, not failed. */
async function schemathesis() {
  const commande = process.env['SM_SCHEMATHESIS'] ?? 'schemathesis';
  if (spawnSync(commande, ['--version']).status !== 0) return null;
  let bon = true;
  for (const service of SERVICES) {
    const { url, jeton } = await jetonMachine();
    const base = `${url}/api/${service}`;
    const { status } = spawnSync(commande, ['run', `${base}/openapi.json`, '--url', base, '-H', `Authorization: Bearer ${jeton}`, '--max-time', values.secondes, '--seed', values.graine, '--workers', '1', '--checks', CONTROLES], { stdio: 'inherit' });
    bon &&= status === 0;
  }
  return bon;
}

const sorts = { 'fast-check': jest(), schemathesis: await schemathesis() };
for (const [nom, sort] of Object.entries(sorts)) console.log(`${nom} : ${sort === null ? 'sauté, absent (SM_SCHEMATHESIS peut le désigner : pip install schemathesis dans un venv)' : sort ? 'réussi' : 'ÉCHEC'}`);
if (Object.values(sorts).includes(false)) process.exitCode = 1;
