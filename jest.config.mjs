import { availableParallelism } from 'node:os';

/** What a newcomer's machine may lack, and what takes longer, has its own command: npm run test:browser, test:dynamodb, test:crash, … */
const APART = [
  '<rootDir>/test/browser/',
  '<rootDir>/test/dynamodb/',
  '<rootDir>/test/crash/',
  '<rootDir>/test/independent/',
  '<rootDir>/test/conformance/range-',
  '<rootDir>/test/range/gate/whole/',
  String.raw`\.long\.test\.ts$`,
];

export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...APART],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/dist', '<rootDir>/.cordon', '<rootDir>/.stryker-tmp'],
  reporters: process.env.CORDON_JEST_TOTALS === undefined ? ['default'] : ['default', '<rootDir>/bin/jest-totals.js'],
  // On two cores jest would take one process for everything; half of the suites wait for processes of their own.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // Modules of finished suites are not given back; one process for all would end at 3 GB.
  workerIdleMemoryLimit: '1GB',
  watchman: false,
  testTimeout: 30_000,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        // A JSON import keeps its `with { type: 'json' }`.
        jsc: { target: 'es2024', parser: { syntax: 'typescript' }, experimental: { keepImportAttributes: true } },
        module: { type: 'es6' },
      },
    ],
  },
};
