import base from './jest.config.mjs';

/** Processes killed at every durable operation: `npm run test:crash`. Minutes, and as many processes as there are cores: one file at a time. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/crash/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
};
