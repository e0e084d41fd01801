import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const racine = join(__dirname, '..');

test('ce que les routes répondent est écrit comme les contrôleurs le disent ; `node libs/platform/reponses.mjs` le réécrit', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['libs/platform/reponses.mjs', '--verifier'], { cwd: racine, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });
  expect(`${stdout}${stderr}`).toBe('');
  expect(status).toBe(0);
}, 120_000);
