import base from './jest.config.mjs';

/** The range as clients see it that share no code with ours, Debian's AWS CLI and boto3: `npm run conformance`. Python starts for every call. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/conformance/range-*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 180_000,
};
