import { ApproveRequest } from '../../core/approval/approve-request.ts';
import { checkDoor, DOOR_NAMES } from '../../functions/doors.ts';
import { settings } from '../../functions/settings.ts';

const digest = `sha256:${'0'.repeat(64)}`;
const step = { incidentId: 'inc-1', runId: 'run-1', step: 'deny', verb: 'apply', planDigest: digest };
const order = (actor: object, by: object = actor, facts: readonly object[] = []) => ({
  verb: 'admit',
  ask: { incidentId: 'inc-1', facts, order: { order: { kind: 'manual', document: {}, by }, mode: 'propose', actor, once: false } },
});
const playbook = (actor: object) => ({
  verb: 'admit',
  ask: {
    incidentId: 'inc-1',
    facts: [],
    order: { order: { kind: 'playbook', playbook: {} }, mode: 'propose', actor, once: true },
  },
});
const vote = (actor: object) => ({ verb: 'vote', ask: { incidentId: 'inc-1', approvalId: 'a', actor, vote: 'grant' } });
const stop = (actor: object) => ({ verb: 'stop', ask: { actor, reason: 'why' } });
const activation = (actor: object) => ({
  verb: 'admit',
  ask: {
    incidentId: 'inc-house',
    facts: [],
    order: {
      order: { kind: 'activate', playbook: { id: 'x', version: '1.0.0', digest }, by: actor },
      mode: 'enforce',
      actor,
      once: false,
    },
  },
});
const facts = (...drafts: readonly object[]) => ({ verb: 'admit', ask: { incidentId: 'inc-1', facts: drafts } });
const fact = (type: string, actor: object) => ({ id: 'f', type, actor, data: {} });
const cy = { kind: 'human', id: 'cy', via: 'cli' };
const cyInSlack = { ...cy, via: 'slack' };
const cyOnConsole = { ...cy, via: 'console' };
const bo = { kind: 'human', id: 'bo', via: 'cli' };
const intake = { kind: 'system', id: 'intake' };
const run = { kind: 'run', id: 'run-1' };

const ASKS: Readonly<Record<string, readonly [object, readonly string[]]>> = {
  'a finding': [facts(fact('finding.received', intake)), ['intake']],
  'a finding with its incident': [facts(fact('finding.received', intake), fact('incident.opened', intake)), ['intake']],
  'a finding in the name of a person': [facts(fact('finding.received', cy)), []],
  'nothing at all': [facts(), ['intake']],
  'an order of intake': [playbook(intake), ['intake']],
  'an order by hand of intake': [order(intake), []],
  'an order by hand of intake in the name of a person': [order(intake, cy), []],
  'an order of a person': [order(cy), ['people']],
  'an order of a person on the console': [order(cyOnConsole), ['people']],
  'an order of a person in Slack': [order(cyInSlack), ['slack']],
  'an order of a person in Slack that claims the command line': [order(cyInSlack, cy), []],
  'an order of a person in the name of another': [order(cy, bo), []],
  'an order of a playbook by a person': [playbook(cy), []],
  'an order of a run': [order(run), []],
  'an incident that a person declares': [facts(fact('incident.opened', cy)), ['people']],
  'an incident that a person declares in Slack': [facts(fact('incident.opened', cyInSlack)), ['slack']],
  'what a person found by hand': [facts(fact('outcome.settled', cy)), ['people']],
  'what a person found by hand, in Slack': [facts(fact('outcome.settled', cyInSlack)), ['slack']],
  'a person who accepts a change': [facts(fact('change.adopted', cy)), ['people']],
  'a person who keeps something': [facts(fact('review.kept', cy)), ['people']],
  'what the intake found by hand': [facts(fact('outcome.settled', intake)), []],
  'an incident that a run declares': [facts(fact('incident.opened', run)), []],
  'an incident that the system declares': [facts(fact('incident.opened', { kind: 'system', id: 'approve' })), []],
  'an incident and an order of one person': [order(cy, cy, [fact('incident.opened', cy)]), ['people']],
  'an incident of one person and an order of another': [order(cy, cy, [fact('incident.opened', bo)]), []],
  'an order of a person with a finding': [order(cy, cy, [fact('finding.received', intake)]), []],
  'an order of a person with a finding in their name': [order(cy, cy, [fact('finding.received', cy)]), []],
  'two people at once': [facts(fact('incident.opened', cy), fact('incident.opened', bo)), []],
  'one person from two surfaces': [facts(fact('incident.opened', cy), fact('incident.opened', cyInSlack)), []],
  'a question': [{ verb: 'request', ask: step }, ['run']],
  'a grant': [{ verb: 'grant', ask: step }, ['run']],
  'to state what people agreed to': [{ verb: 'enact', ask: step }, ['run']],
  'a stop of a person': [stop(cy), ['people']],
  'a stop of a person in Slack': [stop(cyInSlack), ['slack']],
  'a stop of a run': [stop(run), []],
  'an activation of a person': [activation(cy), ['people']],
  'an activation of a person in Slack': [activation(cyInSlack), ['slack']],
  'an activation of intake': [activation(intake), []],
  'what the clock says': [{ verb: 'settle', ask: { incidentId: 'inc-1', approvalId: 'a' } }, ['run']],
  'a person who stops a run': [{ verb: 'abort', ask: { incidentId: 'inc-1', actor: cy } }, ['people']],
  'a person who stops a run in Slack': [{ verb: 'abort', ask: { incidentId: 'inc-1', actor: cyInSlack, reason: 'x' } }, ['slack']],
  'a run that stops a run': [{ verb: 'abort', ask: { incidentId: 'inc-1', actor: run } }, []],
  'a vote of a person': [vote(cy), ['people']],
  'a vote of a person on the console': [vote(cyOnConsole), ['people']],
  'a vote of a person in Slack': [vote(cyInSlack), ['slack']],
  'a vote of a run': [vote(run), []],
  'a vote of the system': [vote(intake), []],
};
const arn = 'arn:aws:lambda:eu-west-1:444455556666:function:cordon-approve';

test.each(Object.keys(ASKS))('%s comes in by its own door only', (name) => {
  const [raw, doors] = ASKS[name] ?? [{}, []];
  const asked = ApproveRequest.parse(raw);
  const open = [...DOOR_NAMES, 'live', '$LATEST', 'constructor', '1'].filter((door) => {
    try {
      checkDoor(`${arn}:${door}`, asked);
      return true;
    } catch {
      return false;
    }
  });
  expect(open).toEqual(doors);
  expect(() => checkDoor(arn, asked)).toThrow('may not come in');
});

test.each([
  ['a type that nobody admits', facts(fact('approval.voted', cy))],
  ['a vote that was closed outside', facts(fact('approval.closed', { kind: 'system', id: 'approve' }))],
  ['an incident of nobody', facts({ id: 'f', type: 'incident.opened', data: {} })],
  ['an incident of somebody from nowhere', facts(fact('incident.opened', { ...cy, via: 'email' }))],
  ['an actor with more than a name', facts(fact('incident.opened', { ...cy, roles: ['owner'] }))],
  ['an order whose author is not said', order(cy, {})],
  ['an order of somebody from nowhere', order(cy, { ...cy, via: 'email' })],
  ['a stop without a reason', { verb: 'stop', ask: { actor: cy, reason: ' ' } }],
  [
    'an activation of no version',
    {
      verb: 'admit',
      ask: {
        incidentId: 'inc-house',
        facts: [],
        order: { order: { kind: 'activate', playbook: { id: 'x' }, by: cy }, mode: 'enforce', actor: cy, once: false },
      },
    },
  ],
  ['a vote from nowhere', vote({ ...cy, via: 'email' })],
])('%s is not even a question', (_what, asked) => {
  expect(ApproveRequest.safeParse(asked).success).toBe(false);
});

test('settings name every fault at once, and no value', () => {
  expect(() => settings({ CORDON_MODE: 'secret-value' }, ['CORDON_MODE', 'CORDON_TABLE', 'CORDON_REGION'])).toThrow(
    /CORDON_MODE: .*; CORDON_TABLE: .*; CORDON_REGION: /,
  );
  expect(() => settings({ CORDON_MODE: 'secret-value' }, ['CORDON_MODE'])).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('secret-value') }),
  );
  expect(settings({ CORDON_MODE: 'observe' }, ['CORDON_MODE'])).toEqual({ CORDON_MODE: 'observe' });
});
