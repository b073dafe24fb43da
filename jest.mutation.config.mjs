import base from './jest.config.mjs';

/** The tests that judge a mutant of the decisions: `npm run test:mutation`. Each of a few hundred mutants runs those that reach it, so only fast ones. */
export default {
  ...base,
  testMatch: ['approval/*', 'run/*', 'action/plan'].map((which) => `<rootDir>/test/core/${which}.test.ts`),
  testPathIgnorePatterns: ['/node_modules/'],
  testSequencer: '<rootDir>/jest.mutation.order.mjs',
  reporters: ['default'],
};
