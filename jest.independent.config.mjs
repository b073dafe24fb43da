import base from './jest.config.mjs';

/** Against what is somebody else's and fetched by hand, AWS's models, matcher and labelled events: `npm run test:independent`. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/independent/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
