import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { makeIngress, MAX_BYTES, type IngressPorts, type QueuedRequest, type SlackRequest } from '../../adapters/slack/ingress.ts';
import { seenInMemory } from '../../adapters/slack/seen-memory.ts';
import { ACTION, type Form } from '../../core/report/slack/forms.ts';

const SECRET = 'a-signing-secret';
const NOW = Date.parse('2026-11-20T03:00:00.000Z');
const FORM = 'application/x-www-form-urlencoded';
const COMMAND = new URLSearchParams({
  command: '/cordon',
  text: 'status INC-1',
  user_id: 'UANN',
  trigger_id: '1.2.x',
  response_url: 'https://hooks.slack.test/1',
}).toString();

/** Signed by these tests' own few lines, not by the product's. */
const signed = (body: string | Buffer, { secret = SECRET, at = NOW / 1000, type = FORM, base64 = false } = {}): SlackRequest => {
  const bytes = Buffer.from(body);
  const stamp = String(at);
  const signature = `v0=${createHmac('sha256', secret)
    .update(Buffer.concat([Buffer.from(`v0:${stamp}:`), bytes]))
    .digest('hex')}`;
  return {
    method: 'POST',
    headers: { 'Content-Type': type, 'X-Slack-Request-Timestamp': stamp, 'X-Slack-Signature': signature },
    body: base64 ? bytes.toString('base64') : bytes.toString('utf8'),
    isBase64Encoded: base64,
  };
};
const opened = (ports: Partial<IngressPorts> = {}) => {
  const queue: QueuedRequest[] = [];
  const forms: { readonly trigger: string; readonly form: Form }[] = [];
  let now = NOW;
  const send = makeIngress({
    secrets: [SECRET],
    nowMilliseconds: () => now,
    seen: seenInMemory(() => now),
    enqueue: async (request) => void queue.push(request),
    openForm: async (trigger, form) => forms.push({ trigger, form }) > 0,
    ...ports,
  });
  return { queue, forms, send, later: (seconds: number) => (now += seconds * 1000) };
};
/** Counts every way in which this process can parse a body. */
const parsed = async (work: () => Promise<unknown>): Promise<number> => {
  const before = { json: JSON.parse, params: globalThis.URLSearchParams, decoder: globalThis.TextDecoder };
  let count = 0;
  const counting =
    <A extends unknown[], R>(real: (...given: A) => R) =>
    (...given: A): R => {
      count += 1;
      return real(...given);
    };
  JSON.parse = counting(before.json);
  globalThis.URLSearchParams = class extends before.params {
    constructor(init?: string) {
      count += 1;
      super(init);
    }
  };
  globalThis.TextDecoder = class extends before.decoder {
    constructor(...given: ConstructorParameters<typeof TextDecoder>) {
      count += 1;
      super(...given);
    }
  };
  try {
    await work();
  } finally {
    JSON.parse = before.json;
    globalThis.URLSearchParams = before.params;
    globalThis.TextDecoder = before.decoder;
  }
  return count;
};

const good = signed(COMMAND);
const headers = (changed: Readonly<Record<string, string | undefined>>): SlackRequest => ({
  ...good,
  headers: { ...good.headers, ...changed },
});
const REFUSED: readonly (readonly [string, SlackRequest, number])[] = [
  ['forged: another secret', signed(COMMAND, { secret: 'guess' }), 401],
  ['forged: one byte of the body changed', { ...good, body: COMMAND.replace('INC-1', 'INC-2') }, 401],
  ['forged: no signature', headers({ 'X-Slack-Signature': undefined }), 401],
  ['forged: a signature that is too long', headers({ 'X-Slack-Signature': `${good.headers['X-Slack-Signature']}0` }), 401],
  ['forged: the signature of an empty secret', signed(COMMAND, { secret: '' }), 401],
  ['no timestamp', headers({ 'X-Slack-Request-Timestamp': undefined }), 401],
  ['a timestamp that is no whole number', signed(COMMAND, { at: NOW / 1000 + 0.5 }), 401],
  ['past-dated: 301 seconds old', signed(COMMAND, { at: NOW / 1000 - 301 }), 401],
  ['future-dated: 301 seconds ahead', signed(COMMAND, { at: NOW / 1000 + 301 }), 401],
  ['future-dated: an hour ahead', signed(COMMAND, { at: NOW / 1000 + 3600 }), 401],
  ['oversized', signed(`text=${'x'.repeat(MAX_BYTES)}`), 413],
  ['oversized in bytes, not in characters', signed(`text=${'é'.repeat(MAX_BYTES / 2)}`), 413],
  ['oversized under base64', signed(`text=${'x'.repeat(MAX_BYTES)}`, { base64: true }), 413],
  ['wrongly encoded: not base64', { ...good, isBase64Encoded: true }, 400],
  ['wrongly encoded: compressed', headers({ 'Content-Encoding': 'gzip' }), 415],
  ['wrong content type', signed(COMMAND, { type: 'text/plain' }), 415],
  ['wrong character set', signed(COMMAND, { type: `${FORM}; charset=iso-8859-1` }), 415],
  ['no content type', headers({ 'Content-Type': undefined }), 415],
  ['two signatures', headers({ 'x-slack-signature': good.headers['X-Slack-Signature'] }), 400],
  ['GET', { ...good, method: 'GET' }, 405],
  ['no body', { ...good, body: undefined }, 401],
];

describe('refused before anything is parsed', () => {
  test.each(REFUSED)('%s', async (_, request, status) => {
    const { send, queue, forms } = opened();
    let answered = 0;
    const parses = await parsed(async () => {
      answered = (await send(request)).statusCode;
    });
    expect({ answered, parses, queued: queue.length, forms: forms.length }).toEqual({ answered: status, parses: 0, queued: 0, forms: 0 });
  });
  test('the counter above does count', async () => {
    expect(await parsed(() => opened().send(good))).toBeGreaterThan(0);
  });
  test('any change of any signed byte, of the timestamp or of the signature', async () => {
    const { send, queue } = opened();
    await fc.assert(
      fc.asyncProperty(fc.nat(COMMAND.length - 1), fc.integer({ min: 1, max: 127 }), async (at, change) => {
        const bytes = Buffer.from(COMMAND);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        expect((await send({ ...good, body: bytes.toString('latin1') })).statusCode).toBe(401);
      }),
    );
    expect(queue).toEqual([]);
  });
});

describe('taken', () => {
  test('299 seconds old and 299 seconds ahead, with the secret before the current one, in base64, in capitals', async () => {
    const { send, queue } = opened({ secrets: ['the-new-one', SECRET] });
    for (const at of [NOW / 1000 - 299, NOW / 1000 + 299]) expect((await send(signed(COMMAND, { at }))).statusCode).toBe(200);
    expect((await send(signed(COMMAND, { base64: true }))).statusCode).toBe(200);
    expect((await send(signed(`${COMMAND}&x=1`, { type: `${FORM}; charset=UTF-8` }))).statusCode).toBe(200);
    expect(queue).toHaveLength(4);
  });
  test('a command is queued as it was signed, and echoed to its author alone, harmless', async () => {
    const { send, queue } = opened();
    const text = 'note INC-1 <!channel> héllo 🔥 & \u202etxt';
    const reply = await send(signed(new URLSearchParams({ command: '/cordon', text }).toString(), { base64: true }));
    expect(queue[0]?.body).toMatchObject({ command: '/cordon', text });
    expect(JSON.parse(reply.body)).toEqual({
      response_type: 'ephemeral',
      text: 'Received: /cordon note INC-1 &lt;!channel&gt; héllo 🔥 &amp; \\u{202e}txt',
    });
  });
  test("Slack's own check of the URL is answered, once it is signed", async () => {
    const { send, queue } = opened();
    const reply = await send(signed(JSON.stringify({ type: 'url_verification', challenge: 'abc' }), { type: 'application/json' }));
    expect(reply).toMatchObject({ statusCode: 200, body: 'abc', headers: { 'content-type': expect.stringContaining('text/plain') } });
    expect(queue).toEqual([]);
  });
  test('signed, but no JSON, no object, no UTF-8: refused and forgotten', async () => {
    const { send, queue } = opened();
    for (const [body, type] of [
      ['{bad', 'application/json'],
      ['[1]', 'application/json'],
      ['payload=%7Bbad', FORM],
      ['payload=7', FORM],
    ] as const)
      expect((await send(signed(body, { type }))).statusCode).toBe(400);
    expect((await send(signed(Buffer.from([0xc3, 0x28]), { base64: true }))).statusCode).toBe(400);
    expect(queue).toEqual([]);
  });
  test('a body with __proto__ stays data', async () => {
    const { send, queue } = opened();
    await send(signed('{"__proto__":{"polluted":1},"type":"x"}', { type: 'application/json' }));
    expect(queue).toHaveLength(1);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('replayed', () => {
  test('the same request again is answered and not queued, for as long as its signature is valid', async () => {
    const { send, queue, later } = opened();
    const ahead = signed(COMMAND, { at: NOW / 1000 + 299 });
    expect((await send(ahead)).statusCode).toBe(200);
    expect(await send(ahead)).toMatchObject({ statusCode: 200, body: '' });
    later(590);
    expect((await send(ahead)).statusCode).toBe(200);
    expect(queue).toHaveLength(1);
    later(20);
    expect((await send(ahead)).statusCode).toBe(401);
  });
  test('an event that Slack sends again, signed anew, is one event', async () => {
    const { send, queue } = opened();
    const body = JSON.stringify({ type: 'event_callback', event_id: 'Ev1', event: { type: 'app_home_opened' } });
    await send(signed(body, { type: 'application/json' }));
    await send(signed(body, { type: 'application/json', at: NOW / 1000 - 60 }));
    expect(queue).toHaveLength(1);
  });
  test('a hundred at once are one', async () => {
    const { send, queue } = opened();
    await Promise.all(Array.from({ length: 100 }, () => send(good)));
    expect(queue).toHaveLength(1);
  });
  test('what the queue did not take may come again', async () => {
    let broken = true;
    const taken: QueuedRequest[] = [];
    const { send } = opened({
      enqueue: async (request) => {
        if (broken) throw new Error('the queue is away');
        taken.push(request);
      },
    });
    expect((await send(good)).statusCode).toBe(503);
    broken = false;
    expect((await send(good)).statusCode).toBe(200);
    expect(taken).toHaveLength(1);
  });
});

describe('a form is opened while its trigger lives', () => {
  const click = (action_id: string, value: unknown): SlackRequest =>
    signed(
      new URLSearchParams({
        payload: JSON.stringify({ type: 'block_actions', trigger_id: 'T9', channel: { id: 'C1' }, actions: [{ action_id, value }] }),
      }).toString(),
    );
  test('for a denial and for a typed name, with nothing but the number', async () => {
    const { send, forms, queue } = opened();
    await send(click(ACTION.deny, '7'));
    await send(click(ACTION.approveTyped, '8'));
    expect(forms.map(({ trigger, form }) => [trigger, form.title.text, form.private_metadata])).toEqual([
      ['T9', 'Deny A-7', '{"approval":7,"channel":"C1"}'],
      ['T9', 'Approve A-8', '{"approval":8,"channel":"C1"}'],
    ]);
    expect(queue.map(({ formOpened }) => formOpened)).toEqual([true, true]);
  });
  test('not for a click that is its own answer, not for a strange value', async () => {
    const { send, forms, queue } = opened();
    for (const [action, value] of [
      [ACTION.approve, '7'],
      [ACTION.deny, '0'],
      [ACTION.deny, '7; drop'],
      [ACTION.deny, 7],
      ['v1:other', '7'],
    ] as const)
      await send(click(action, value));
    expect(forms).toEqual([]);
    expect(queue.map(({ formOpened }) => formOpened)).toEqual([false, false, false, false, false]);
  });
  test('one that does not open is left to the worker', async () => {
    const { send, queue } = opened({ openForm: () => Promise.reject(new Error('expired_trigger_id')) });
    expect((await send(click(ACTION.deny, '7'))).statusCode).toBe(200);
    expect(queue[0]?.formOpened).toBe(false);
  });
});
