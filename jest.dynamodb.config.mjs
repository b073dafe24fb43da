import base from './jest.config.mjs';

/** The ledger's contract over DynamoDB's own protocol: `npm run test:dynamodb`. Its engine is a binary that a newcomer's machine may lack. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/dynamodb/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
