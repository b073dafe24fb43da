import { startedLines } from '../core/report/text-start.ts';
import { overview } from './cards.ts';
import { createClient } from './client.ts';
import { sampleNames } from './input.ts';
import type { HandlerOf } from './invocation.ts';
import { isObject } from './object.ts';
import { findServer } from './place.ts';
import { stopSignal } from './signal.ts';
import { Stop, usage } from './stop.ts';

/** The server's claim on its data directory belongs to another process that is alive. */
const taken = (thrown: unknown, dataDir: string): Stop | undefined => {
  if (!(thrown instanceof Error) || thrown.name !== 'DirectoryTaken') return undefined;
  return new Stop({
    exit: 75,
    code: 'already-running',
    message: `A${thrown.message.slice(1)}`,
    hint: `Use that one, or give this one a directory of its own (CORDON_DATA_DIR, now ${dataDir})`,
    effect: 'no-change',
    next: 'npx cordon status',
  });
};

const inUse = (thrown: unknown): Stop | undefined => {
  if (!(thrown instanceof Error) || !isObject(thrown) || thrown.code !== 'EADDRINUSE') return undefined;
  const port = Number(thrown.port);
  return new Stop({
    exit: 75,
    code: 'port-in-use',
    message: `Port ${port} is in use by another program, or by another Cordon`,
    hint: 'Use that one, or choose another port',
    effect: 'no-change',
    next: `CORDON_PORT=${port + 10} CORDON_RANGE_PORT=${port + 11} npm start`,
  });
};

const outdated = (thrown: unknown, dataDir: string): Stop | undefined => {
  if (!(thrown instanceof Error) || thrown.name !== 'OldRange') return undefined;
  return new Stop({
    exit: 2,
    code: 'old-data',
    message: `In ${dataDir}, ${thrown.message}`,
    hint: 'Begin again, or give this version a directory of its own (CORDON_DATA_DIR)',
    effect: 'no-change',
    next: 'npm start -- --fresh',
  });
};

/** What the environment asks of Slack cannot work. */
const slackUsage = (thrown: unknown): Stop | undefined =>
  thrown instanceof Error && thrown.name === 'SlackSetting' ? usage(thrown.message, 'npx cordon start --help') : undefined;

/** Runs until Ctrl-C; what is unfinished then is taken up at the next start. */
export const start: HandlerOf<'start'> = async ({ args }, out, { dataDir, port, rangePort, root, version }) => {
  const ports = { port: args.port ?? port, rangePort: args['range-port'] ?? rangePort };
  // Imported here and not above: the server and the pretend account are most of the product, and no other verb needs them.
  const [{ startLocal }, { slackSetting }] = await Promise.all([import('../tabletop/local.ts'), import('../tabletop/slack-setting.ts')]);
  const print = (line: string) => (out.json ? out.note([line]) : out.lines([line]));
  const begin = async () => {
    const slack = slackSetting(process.env);
    return { slack, server: await startLocal({ dataDir, ...ports, fresh: args.fresh, slack, print }) };
  };
  const { slack, server } = await begin().catch((thrown: unknown) => {
    throw taken(thrown, dataDir) ?? inUse(thrown) ?? outdated(thrown, dataDir) ?? slackUsage(thrown) ?? thrown;
  });
  const stopped = stopSignal();
  const file = findServer(dataDir);
  const { assets, people, place } = await overview(createClient(file, dataDir, undefined));
  const [sample = null] = sampleNames(root).toSorted((a, b) => Number(b === 'poisoned-training') - Number(a === 'poisoned-training'));
  const { url, rangeUrl, key } = server;
  const facts = {
    url,
    rangeUrl,
    dataDir,
    place,
    endpoints: assets.filter(({ arn }) => arn.includes(':endpoint/')).length,
    people: people.length,
    slack: slack.kind,
  };
  out.lines(startedLines({ ...facts, version, key, sample, tookSeconds: process.uptime() }, out));
  out.data({ ...facts, pid: process.pid });
  await stopped;
  await server.close();
  return 0;
};
