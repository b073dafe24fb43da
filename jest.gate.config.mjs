import base from './jest.config.mjs';

/** Every operation and every error of every client that the range answers, over the wire and back: `npm run test:gate`, before an upgrade of the SDK. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/range/gate/whole/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
