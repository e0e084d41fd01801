const swc = JSON.parse(require('node:fs').readFileSync(`${__dirname}/.swcrc`, 'utf8'));

/** One project a kind of test, told apart by the suffix of the file. */
function projet(displayName, suffixe, reste = {}) {
  return {
    displayName,
    rootDir: __dirname,
    roots: ['<rootDir>/libs', '<rootDir>/services', '<rootDir>/deploy', '<rootDir>/test'],
    testRegex: [suffixe],
    modulePathIgnorePatterns: ['/dist/'],
    testPathIgnorePatterns: ['/node_modules/', '/dist/'],
    transform: { '^.+\\.ts$': ['@swc/jest', { swcrc: false, ...swc }] },
    transformIgnorePatterns: ['/node_modules/'],
    testEnvironmentOptions: { customExportConditions: ['source', 'node', 'require', 'default'] },
    setupFiles: ['reflect-metadata'],
    ...reste,
  };
}

const base = { globalSetup: '<rootDir>/libs/testing/src/demarrage-postgres.js', globalTeardown: '<rootDir>/libs/testing/src/arret-postgres.js' };

module.exports = {
  // Real databases and browsers on a busy machine; a test that hangs still ends.
  testTimeout: 30_000,
  projects: [
    projet('unite', '(?<!\\.(int|e2e|nav))\\.spec\\.ts$'),
    projet('integration', '\\.int\\.spec\\.ts$', base),
    projet('scenarios', '\\.e2e\\.spec\\.ts$', base),
    projet('navigateur', '\\.nav\\.spec\\.ts$', base),
  ],
};
