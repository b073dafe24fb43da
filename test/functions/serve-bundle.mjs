/* Runs one bundle: loads it, answers each message with what its handler answers. Plain JavaScript, so that nothing of ours is in the process. */
import { pathToFileURL } from 'node:url';

const loaded = import(pathToFileURL(process.argv[2]).href);
process.on('message', async ({ id, event, context }) => {
  try {
    const { handler } = await loaded;
    const answer = await handler(event, { ...context, awsRequestId: String(id), getRemainingTimeInMillis: () => 900_000 });
    process.send({ id, failed: false, payload: JSON.stringify(answer ?? null) });
  } catch (thrown) {
    process.send({
      id,
      failed: true,
      payload: JSON.stringify({ errorType: thrown?.name, errorMessage: thrown?.message, trace: thrown?.stack }),
    });
  }
});
