// Nx plugin: gives every tagged package its targets, so that `nx affected -t test` and `nx graph` need nothing written in the packages.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const commande = (command) => ({ executor: 'nx:run-commands', options: { command, env: { NODE_OPTIONS: '--experimental-vm-modules' } }, cache: true, inputs: ['default', '^default'] });

export const createNodesV2 = [
  '{libs,services,deploy,test}/**/package.json',
  (fichiers, _options, { workspaceRoot }) =>
    fichiers
      .filter((fichier) => !fichier.includes('/dist/') && existsSync(join(workspaceRoot, dirname(fichier), 'src')) && JSON.parse(readFileSync(join(workspaceRoot, fichier), 'utf8')).nx?.tags)
      .map((fichier) => {
        const dossier = dirname(fichier);
        return [fichier, { projects: { [dossier]: { targets: { test: commande(`jest --selectProjects unite integration --passWithNoTests --testPathPatterns=${dossier}/`), lint: commande(`eslint ${dossier}`) } } } }];
      }),
];
