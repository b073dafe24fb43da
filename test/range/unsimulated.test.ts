import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeService } from '../../tabletop/range/protocol/service.ts';
import { SERVICES, type ServiceName } from '../../tabletop/range/services.ts';
import { isRefused, UNREAD } from '../../tabletop/range/unsimulated.ts';
import { as, refusal, stillRange } from './clients.ts';

const RANGE = new URL('../../tabletop/range/', import.meta.url).pathname;
// The record's own keys; Object.keys forgets them.
const NAMES = Object.keys(SERVICES) as readonly ServiceName[];

/** Every word of the folder that holds the service's operations. */
const wordsOf = (folder: string): ReadonlySet<string> => {
  const files = readdirSync(join(RANGE, folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return new Set(files.flatMap((file) => readFileSync(join(RANGE, folder, file), 'utf8').match(/\w+/g) ?? []));
};
const folders = readdirSync(RANGE, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
const loaded = await Promise.all(
  folders
    .filter((folder) => readdirSync(join(RANGE, folder)).includes('operations.ts'))
    .map(async (folder) => {
      const module: Readonly<Record<string, unknown>> = await import(join(RANGE, folder, 'operations.ts'));
      return { folder, exported: Object.values(module) };
    }),
);
const folderOf = (name: ServiceName): string => loaded.find(({ exported }) => exported.includes(SERVICES[name]))?.folder ?? '';

interface Member {
  readonly operation: string;
  readonly member: string;
}
/** Members that no code of the service names: somebody gives one, and nothing happens. */
const unread = async (name: ServiceName): Promise<readonly Member[]> => {
  const words = wordsOf(folderOf(name));
  const { operations } = describeService(await SERVICES[name].load());
  return Object.keys(SERVICES[name].operations).flatMap((operation) => {
    const input = operations.get(operation)?.input;
    const members = input === undefined || input.isUnitSchema() ? [] : [...input.structIterator()].map(([member]) => member);
    return members.filter((member) => !words.has(member)).map((member) => ({ operation, member }));
  });
};
const explained = (name: ServiceName, { operation, member }: Member): boolean =>
  [member, `${operation}.${member}`, `${operation}.*`].some((key) => UNREAD[name]?.[key] !== undefined);

test.each(NAMES)('%s: every member of an input is read, refused, or said to change nothing', async (name) => {
  const left = (await unread(name)).filter((one) => !isRefused(name, one.operation, one.member) && !explained(name, one));
  expect(left).toEqual([]);
});

test('a member that nobody reads is found', async () => {
  const left = await unread('S3');
  expect(left).toContainEqual({ operation: 'GetObject', member: 'RequestPayer' });
  expect(explained('S3', { operation: 'GetObject', member: 'Planted' })).toBe(false);
});

test('what is said to change nothing is of an operation that is there', async () => {
  for (const name of NAMES) {
    const found = await unread(name);
    for (const key of Object.keys(UNREAD[name] ?? {}))
      expect({
        key,
        used: found.some(({ operation, member }) => [member, `${operation}.${member}`, `${operation}.*`].includes(key)),
      }).toEqual({
        key,
        used: true,
      });
  }
});

test('what is not simulated is refused before anything happens', async () => {
  const { range } = stillRange();
  const { s3 } = as(range, 'admin');
  const put = new PutObjectCommand({ Bucket: 'nb-train', Key: 'held', Body: 'x', ObjectLockEventHold: 'ON' });
  expect(await refusal(s3.send(put))).toMatchObject({ name: 'NotImplemented', status: 501 });
  expect((await refusal(s3.send(new GetObjectCommand({ Bucket: 'nb-train', Key: 'held' })))).name).toBe('NoSuchKey');
});
