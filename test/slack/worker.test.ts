import { createHmac } from 'node:crypto';
import { makeIngress, type QueuedRequest } from '../../adapters/slack/ingress.ts';
import { seenInMemory } from '../../adapters/slack/seen-memory.ts';
import { socketTokens } from '../../adapters/slack/socket.ts';
import { makeWorker } from '../../adapters/slack/worker.ts';
import { queuedRequest } from '../../adapters/slack/receiver.ts';
import type { SlackDesk } from '../../adapters/slack/desk.ts';
import { ACTION, FIELD, FORM } from '../../core/report/slack/forms.ts';
import { makeWorld, type World } from '../engine/world.ts';
import { BOT_TOKEN, openChat, type Chat, type PersonName } from './chat.ts';
import { slackDesk } from './office.ts';

const SECRET = 'worker-signing-secret';

/* Bolt's listeners against emulate@0.12.2, with requests that these tests sign: it sends none itself. */
describe('Bolt behind ingress and queue', () => {
  let world: World;
  let chat: Chat;
  let broken: string | undefined;
  const troubles: string[] = [];
  const queue: QueuedRequest[] = [];
  let work: (request: QueuedRequest) => Promise<void>;
  let ingress: ReturnType<typeof makeIngress>;
  let count = 0;

  beforeAll(async () => {
    chat = await openChat();
    world = await makeWorld({
      policy: (policy) => ({
        ...policy,
        assets: {
          ...policy.assets,
          // Slack alone suffices up to A2 on medium tier.
          assets: policy.assets.assets.map((entry) => ({ ...entry, tier: 'medium' })),
          people: Object.fromEntries(
            Object.entries(policy.assets.people).map(([id, person]) => [id, { ...person, slack: chat.idOf(id as PersonName) }]),
          ),
        },
      }),
    });
    const direct = slackDesk(world);
    const desk: SlackDesk = {
      ...direct,
      command: async (verb, args, actor) => {
        if (verb === broken) throw new Error('<boom> at line 7');
        return direct.command(verb, args, actor);
      },
    };
    work = makeWorker({
      desk,
      botToken: BOT_TOKEN,
      apiUrl: chat.line.apiUrl,
      trouble: (what, thrown) => void troubles.push(`${what}: ${String(thrown)}`),
    });
    ingress = makeIngress({
      secrets: [SECRET],
      nowMilliseconds: Date.now,
      seen: seenInMemory(Date.now),
      enqueue: async (request) => void queue.push(request),
    });
    await world.send('poisoned-training');
    await world.settled();
  });
  afterAll(async () => {
    await world.close();
    await chat.close();
  });

  /** One signed request of Slack, through the queue as text, to the end of the listeners; answers what was said by response_url. */
  const slack = async (fields: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const body = new URLSearchParams(fields).toString();
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = `v0=${createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex')}`;
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature,
    };
    const before = chat.line.answers.length;
    expect((await ingress({ method: 'POST', headers, body, isBase64Encoded: false })).statusCode).toBe(200);
    for (const request of queue.splice(0)) await work(queuedRequest(JSON.stringify(request)));
    return chat.line.answers.slice(before).map(({ text }) => text);
  };
  const common = (person: PersonName) => {
    count += 1;
    return {
      user: { id: chat.idOf(person), team_id: 'T1' },
      team: { id: 'T1' },
      api_app_id: 'A1',
      trigger_id: `t${count}`,
      response_url: chat.line.responseUrl(String(count)),
    };
  };
  const command = (person: PersonName, text: string) => {
    const { user, trigger_id, response_url } = common(person);
    return slack({ command: '/cordon', text, user_id: user.id, team_id: 'T1', channel_id: chat.channel, trigger_id, response_url });
  };
  const click = (person: PersonName, action_id: string, value: string, more: object = {}) =>
    slack({
      payload: JSON.stringify({
        type: 'block_actions',
        ...common(person),
        ...more,
        channel: { id: chat.channel },
        container: { type: 'message' },
        actions: [{ type: 'button', action_id, block_id: 'b', value, action_ts: '1' }],
      }),
    });

  test('a command is answered once, to its author, in a code block', async () => {
    const [answer, ...more] = await command('you', 'status');
    expect(answer).toMatch(/^```\nINC-1 {2}SEV\d[^]*NOT CONTAINED[^]*```\nNext: `\/cordon show A-1`$/);
    expect(more).toEqual([]);
  });
  test('a denial opens its form with a live trigger, and with a dead one says what to type', async () => {
    const { trigger_id } = (await chat.outside.apiCall('views.generateTriggerId', { user_id: chat.idOf('you') })) as {
      trigger_id?: string;
    };
    expect(await click('you', ACTION.deny, '1', { trigger_id })).toEqual([]);
    expect(chat.line.calls.findLast(({ method }) => method === 'views.open')).toMatchObject({
      status: 200,
      body: { view: expect.stringContaining('Deny A-1') },
    });
    const [answer] = await click('you', ACTION.deny, '1');
    expect(answer).toMatch(/did not open the form[^]*Nothing was done[^]*\/cordon deny A-1 "why not"/);
    expect((await world.waiting()).map(({ number }) => number)).toEqual([1]);
  });
  test('a click that is not meant for this person changes nothing; one that is, does; a second one is told', async () => {
    expect((await click('mallory', ACTION.approve, '1'))[0]).toContain('does not know you in Slack');
    expect((await click('bo', ACTION.approve, '1'))[0]).toContain('fills none of its seats');
    expect(await world.calls('checkout-api')).toBe('answered');
    expect((await click('you', ACTION.approve, '1'))[0]).toContain('A-1 approved by you');
    expect((await click('cy', ACTION.approve, '1'))[0]).toContain('already approved');
    await world.settled();
    expect(await world.calls('checkout-api')).toBe('denied');
    const votes = (await world.ledger()).flatMap((event) => (event.type === 'approval.voted' ? [event.data.vote] : []));
    expect(votes).toMatchObject([{ by: 'you', via: 'slack' }]);
  });
  test('a form that comes back votes, and answers where it was opened', async () => {
    const view = {
      id: 'V1',
      callback_id: FORM.deny,
      private_metadata: JSON.stringify({ approval: 2, channel: chat.channel }),
      state: { values: { [FIELD.block]: { [FIELD.action]: { type: 'plain_text_input', value: 'not <now>' } } } },
    };
    await slack({ payload: JSON.stringify({ type: 'view_submission', ...common('cy'), view }) });
    await world.settled();
    const closed = (await world.ledger()).flatMap((event) => (event.type === 'approval.closed' ? [event.data.state] : []));
    expect(closed).toContainEqual({ kind: 'denied', by: 'cy', reason: 'not <now>' });
    expect(chat.line.calls.findLast(({ method }) => method === 'chat.postEphemeral')).toMatchObject({
      body: { user: chat.idOf('cy'), text: expect.stringContaining('A-2 denied by cy') },
    });
  });
  test('a button of another time gets an answer', async () => {
    expect((await click('you', 'v0:approve', '1'))[0]).toContain('older Cordon');
    expect((await click('you', ACTION.approve, '1 OR 1'))[0]).toContain('older Cordon');
  });
  test('what breaks inside is said without its insides, and logged with them', async () => {
    broken = 'list';
    const [answer] = await command('you', 'list');
    expect(answer).toMatch(/failed unexpectedly[^]*not known: look before you try again/);
    expect(answer).not.toContain('boom');
    expect(troubles.splice(0)).toEqual(['/cordon list: Error: <boom> at line 7']);
  });
  test('an answer that Slack does not take undoes nothing', async () => {
    chat.line.state = 'down';
    await command('you', 'note INC-1 said while Slack was away');
    chat.line.state = 'up';
    expect(troubles.splice(0)).toHaveLength(1);
    expect((await command('you', 'timeline INC-1'))[0]).toContain('said while Slack was away');
  });
  test('only the ingress may fill the queue', () => {
    expect(() => queuedRequest('{"body":{}}')).toThrow('not a queued Slack request');
  });
});

test('Socket Mode begins with both tokens only', () => {
  expect(socketTokens({})).toBeUndefined();
  expect(socketTokens({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' })).toEqual({ botToken: 'xoxb-1', appToken: 'xapp-1' });
  expect(() => socketTokens({ SLACK_BOT_TOKEN: 'xoxb-1' })).toThrow('SLACK_APP_TOKEN is missing');
  expect(() => socketTokens({ SLACK_APP_TOKEN: 'xapp-1' })).toThrow('SLACK_BOT_TOKEN is missing');
});
