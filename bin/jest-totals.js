import { appendFileSync } from 'node:fs';

/**
 * A jest reporter for .ci/run: adds one line with this run's numbers to the file that CORDON_JEST_TOTALS names. Says nothing itself.
 * A plain function that answers an object: jest calls it with `new`.
 */
export default function jestTotals() {
  return {
    onRunComplete: (_, { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites }) => {
      const totals = {
        passed: numPassedTests,
        // A suite that could not even be loaded has run no test: it counts as one failure, not as nothing.
        failed: numFailedTests + numRuntimeErrorTestSuites,
        skipped: numPendingTests + numTodoTests,
      };
      appendFileSync(process.env.CORDON_JEST_TOTALS, `${JSON.stringify(totals)}\n`);
    },
  };
}
