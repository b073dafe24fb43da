import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { memberClients, memberCredentials, sessionNameOf } from '../../../adapters/cloud-session.ts';
import { instantOf } from '../../../core/time.ts';
import fc from 'fast-check';
import { virtualClock } from '../../../tabletop/range/clock.ts';
import { createRange } from '../../../tabletop/range/range.ts';
import type { Range } from '../../../tabletop/range/range-api.ts';

const HUB = 'arn:aws:iam::444455556666:role/cordon-hub';
let range: Range;
let assumed: number;
const clock = virtualClock('2026-11-20T02:41:00Z');
beforeEach(() => {
  assumed = 0;
  range = createRange({ clock, observe: ({ operation }) => void (assumed += operation === 'AssumeRole' ? 1 : 0) });
});
afterEach(() => range.close());
const place = (sessionName: string, role = 'cordon-member') => ({ account: '111122223333', region: 'eu-west-1', role, sessionName });
const credentials = () => memberCredentials(new STSClient(range.clientConfig(HUB)), { now: () => instantOf(clock.now()) });

describe('a session in a member account', () => {
  test('is asked for once, also when several calls begin at once', async () => {
    const of = credentials();
    const given = await Promise.all([of(place('a-1'))(), of(place('a-1'))(), of(place('a-1'))()]);
    expect(assumed).toBe(1);
    expect(new Set(given.map(({ accessKeyId }) => accessKeyId)).size).toBe(1);
    await of(place('a-2'))();
    expect(assumed).toBe(2);
  });
  test('is renewed before it ends', async () => {
    const of = credentials();
    await of(place('a-1'))();
    clock.advance(3500);
    await of(place('a-1'))();
    expect(assumed).toBe(1);
    clock.advance(50);
    await of(place('a-1'))();
    expect(assumed).toBe(2);
  });
  test('a refusal is not kept', async () => {
    const of = credentials();
    await expect(of(place('a-1', 'admin'))()).rejects.toThrow('not authorized');
    await expect(of(place('a-1', 'admin'))()).rejects.toThrow('not authorized');
    expect(assumed).toBe(2);
  });
  test('carries run and step into the caller’s name', async () => {
    const handler = range.host.requestHandler();
    const clients = memberClients({ sts: (settings) => new STSClient({ ...settings, requestHandler: handler }) }, credentials());
    const client = clients('sts', place(sessionNameOf('run-7', 'contain/each.2/deny')));
    const answer = await client.send(new GetCallerIdentityCommand({}), { abortSignal: AbortSignal.timeout(5000) });
    expect(answer).toMatchObject({ Arn: 'arn:aws:sts::111122223333:assumed-role/cordon-member/run-7-contain-each.2-deny' });
    expect(clients('sts', place(sessionNameOf('run-7', 'contain/each.2/deny')))).toBe(client);
    expect(() => clients('nothing', place('a-1'))).toThrow('no client for nothing');
  });
  test('its name is always legal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (run, step) =>
        /^[\w+=,.@-]{1,64}$/.test(sessionNameOf(run, step)),
      ),
    );
  });
});
