import base from './jest.config.mjs';

/** The range against AWS's own command line and public models: `npm run test:independent`. Both are somebody else's, and fetched by hand. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/independent/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
