import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256, canonical } from '../../core/json.ts';
import { daysSinceStory } from '../../core/finding/shift-days.ts';
import { virtualClock } from '../../tabletop/range/clock.ts';
import { createRange } from '../../tabletop/range/range.ts';
import type { Range } from '../../tabletop/range/range-api.ts';

const ACCOUNT = '111122223333';
const SECRET = 'not-a-secret';

/** Rows of the range's own tables: a role with one policy, and a key that acts as it. */
const roleRows = (name: string, account: string, statements: readonly object[], at: number): Readonly<Record<string, string>> => {
  const [role, policy] = [`arn:aws:iam::${account}:role/${name}`, `arn:aws:iam::${account}:policy/${name}`];
  const accessKeyId = keyOf(name);
  const shared = { name, account, createdAt: at, description: name };
  const rows: Readonly<Record<string, object>> = {
    [`iam.policy/${policy}`]: { ...shared, arn: policy, id: `ANPA${name}`, document: { Version: '2012-10-17', Statement: statements } },
    [`iam.role/${role}`]: { ...shared, arn: role, id: `AROA${name}`, trust: { Version: '2012-10-17', Statement: [] }, attached: [policy] },
    [`iam.effective/${role}`]: [policy],
    [`sts.test-key/${accessKeyId}`]: { accessKeyId, roleArn: role, session: 'anna' },
  };
  return Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, JSON.stringify(row)]));
};
const keyOf = (name: string): string => `TEST-${name.toUpperCase()}`;

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly operation: string;
}
/** Reads by their names; over REST a GET or a HEAD is one, and nothing else. */
export const isRead = ({ operation }: Asked): boolean => /^(?:(?:Describe|Get|List|Lookup)[A-Z]\w+|(?:GET|HEAD) \/.*)$/.test(operation);
const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
};
/** As the wire names it: JSON by header, CBOR by path, query by body; REST has its method and path only. */
const operationOf = (message: IncomingMessage, body: Buffer): string => {
  const target = message.headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? '';
  const path = message.url ?? '';
  return (
    /\/operation\/(\w+)/.exec(path)?.[1] ?? /(?:^|&)Action=(\w+)/.exec(body.toString('latin1'))?.[1] ?? `${message.method ?? ''} ${path}`
  );
};

/** Stands between whoever plans and the range; writes down every request. */
const recorder = async (to: string): Promise<{ readonly url: string; readonly asked: Asked[]; readonly close: () => Promise<void> }> => {
  const asked: Asked[] = [];
  const server = createServer((incoming, outgoing) => {
    const pass = async (): Promise<void> => {
      const body = await bodyOf(incoming);
      const { method = '', url = '', headers } = incoming;
      asked.push({ method, path: url, operation: operationOf(incoming, body) });
      const onward = request(new URL(url, to), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      onward.end(body);
    };
    void pass();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

export interface Reader {
  readonly statements: readonly object[];
  readonly account?: string;
}
export interface PlanAccount {
  readonly range: Range;
  readonly asked: Asked[];
  /** Where it listens, with the recorder in between. */
  readonly url: string;
  /** Environment of a person who has these profiles in ~/.aws and nothing else. */
  readonly env: NodeJS.ProcessEnv;
  readonly file: (name: string, text: string) => string;
  /** Of everything that the pretend account remembers. */
  readonly digest: () => string;
  readonly close: () => Promise<void>;
}

/** The pretend AWS over HTTP, with one role for each profile. Its time stands still, so that any change is somebody's. */
export const planAccount = async (
  readers: Readonly<Record<string, Reader>>,
  more = '',
  without: readonly string[] = [],
): Promise<PlanAccount> => {
  const now = Date.now();
  const range = createRange({ clock: virtualClock(now), shiftDays: daysSinceStory(now) });
  const rows = Object.entries(readers).map(([name, { statements, account = ACCOUNT }]) => roleRows(name, account, statements, now));
  const state = Object.entries(range.exportState()).filter(([key]) => !without.includes(key));
  range.importState(Object.assign(Object.fromEntries(state), ...rows));
  const listening = await range.listen();
  const wire = await recorder(listening.endpoint);
  const home = mkdtempSync(join(tmpdir(), 'cordon-plan-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(home, name), text);
    return join(home, name);
  };
  const profiles = Object.keys(readers).map(
    (name) => `[profile ${name}]\naws_access_key_id = ${keyOf(name)}\naws_secret_access_key = ${SECRET}\n`,
  );
  return {
    range,
    asked: wire.asked,
    url: wire.url,
    file,
    env: {
      HOME: home,
      AWS_CONFIG_FILE: file('config', `${profiles.join('\n')}\n${more}`),
      AWS_SHARED_CREDENTIALS_FILE: file('credentials', ''),
      AWS_ENDPOINT_URL: wire.url,
    },
    digest: () => sha256(canonical(range.exportState())),
    close: async () => {
      await wire.close();
      await listening.close();
      range.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
};
