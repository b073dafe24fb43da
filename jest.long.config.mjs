import base from './jest.config.mjs';

/** Whole nights, whole pages and whole tables, each some twenty seconds or more: `npm run test:long`. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/**/*.long.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
