import base from './jest.config.mjs';

/** The tests that judge a mutant of the decisions: `npm run test:mutation`. A mutant runs those that reach it, so none that tries everybody in every order. */
export default {
  ...base,
  testMatch: ['approval/*', 'run/*', 'action/plan'].map((which) => `<rootDir>/test/core/${which}.test.ts`),
  testPathIgnorePatterns: ['/node_modules/', '/tally.test.ts$'],
  reporters: ['default'],
};
