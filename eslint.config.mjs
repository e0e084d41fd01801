import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import js from '@eslint/js';
import ts from 'typescript-eslint';
import { lireProjets, regleFrontieres } from './deploy/lancement/frontieres.mjs';

const racine = dirname(fileURLToPath(import.meta.url));
const purs = lireProjets(racine).projets.filter((p) => p.types[0] === 'domain').map((p) => `${relative(racine, p.dossier)}/**/*.ts`);
const HASARD = 'Le domaine reçoit le temps, le hasard et les identifiants dans ses faits.';

export default ts.config(
  { ignores: ['**/dist/', '**/node_modules/', '.nx/', 'coverage/', 'libs/contracts/src/gen/'] },
  js.configs.recommended,
  {
    files: ['**/*.{mjs,js}'],
    languageOptions: { globals: Object.fromEntries(['process', 'console', 'URL', 'Buffer', 'module', 'require', '__dirname', 'globalThis', 'setTimeout', 'fetch', 'Atomics', 'SharedArrayBuffer', 'performance', 'document', 'window'].map((g) => [g, 'readonly'])) },
    rules: { 'no-unused-vars': ['error', { caughtErrors: 'none', argsIgnorePattern: '^_' }] },
  },
  {
    files: ['**/*.ts'],
    extends: [ts.configs.recommended],
    plugins: { sm: { rules: { frontieres: regleFrontieres(racine) } } },
    rules: {
      'sm/frontieres': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true, caughtErrors: 'none' }],
      '@typescript-eslint/no-empty-object-type': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-ignore': true, 'ts-expect-error': true, 'ts-nocheck': true }],
      'no-restricted-syntax': ['error', { selector: 'ExportAllDeclaration[exported=null]', message: 'index.ts nomme ce qu’il exporte.' }],
      'max-lines': ['error', 400],
      'max-lines-per-function': ['warn', { max: 40, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['**/*.spec.ts'],
    plugins: { taille: { rules: { 'max-lines': (await import('eslint/use-at-your-own-risk')).builtinRules.get('max-lines') } } },
    rules: { 'taille/max-lines': ['warn', 250] },
  },
  { files: ['**/*.spec.ts'], rules: { 'max-lines-per-function': 'off' } },
  {
    files: purs,
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': ['error', ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'process', 'fetch', 'crypto', 'performance'].map((name) => ({ name, message: HASARD }))],
      'no-restricted-properties': ['error', { object: 'Date', property: 'now', message: HASARD }, { object: 'Math', property: 'random', message: HASARD }],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: HASARD },
        { selector: 'CallExpression[callee.name="Date"]', message: HASARD },
        { selector: 'AwaitExpression', message: 'Le domaine décide sans attendre.' },
        { selector: 'ExportAllDeclaration[exported=null]', message: 'index.ts nomme ce qu’il exporte.' },
      ],
    },
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
);
