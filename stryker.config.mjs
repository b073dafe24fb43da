/** Who may do what, what a grant permits, and what a run left: does any change to these decisions go unnoticed? */
export default {
  packageManager: 'npm',
  plugins: ['@stryker-mutator/jest-runner'],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules'],
  jest: { configFile: 'jest.mutation.config.mjs', enableFindRelatedTests: true },
  coverageAnalysis: 'perTest',
  mutate: ['core/approval/**/*.ts', 'core/run/**/*.ts', 'core/action/plan.ts'],
  ignorePatterns: ['.cordon', 'cdk.out', 'dist', 'reports', 'coverage'],
  // Stryker would rewrite tsconfig.json through the API of a TypeScript older than ours; nothing here needs it.
  tsconfigFile: 'none.json',
  concurrency: 2,
  timeoutMS: 15_000,
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['clear-text', 'json', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: true },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  htmlReporter: { fileName: 'reports/mutation/mutation.html' },
};
