/* Runs one bundle: loads it, answers each message with what its handler answers. Plain JavaScript, so that nothing of ours is in the process. */
import { pathToFileURL } from 'node:url';

/** What names and certificates do elsewhere: a bundle that calls `https://sqs.…` in so many words reaches what stands in for it here. */
const routes = Object.entries(JSON.parse(process.env.TEST_ROUTES ?? '{}'));
delete process.env.TEST_ROUTES;
if (routes.length > 0) {
  const { fetch: direct } = globalThis;
  globalThis.fetch = (url, init) => {
    const asked = typeof url === 'string' ? url : url.href;
    const [from, to] = routes.find(([prefix]) => asked.startsWith(prefix)) ?? ['', ''];
    return direct(`${to}${asked.slice(from.length)}`, init);
  };
}

const loaded = import(pathToFileURL(process.argv[2]).href);
process.on('message', async ({ id, event, context: { remainingMilliseconds = 900_000, ...context } }) => {
  const until = Date.now() + remainingMilliseconds;
  try {
    const { handler } = await loaded;
    const answer = await handler(event, { ...context, awsRequestId: String(id), getRemainingTimeInMillis: () => until - Date.now() });
    process.send({ id, failed: false, payload: JSON.stringify(answer ?? null) });
  } catch (thrown) {
    process.send({
      id,
      failed: true,
      payload: JSON.stringify({ errorType: thrown?.name, errorMessage: thrown?.message, trace: thrown?.stack }),
    });
  }
});
