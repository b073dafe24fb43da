import { ApproveRequest } from '../../core/approval/approve-request.ts';
import { checkDoor, DOOR_NAMES } from '../../functions/doors.ts';
import { settings } from '../../functions/settings.ts';

const digest = `sha256:${'0'.repeat(64)}`;
const step = { incidentId: 'inc-1', runId: 'run-1', step: 'deny', verb: 'apply', planDigest: digest };
const order = (actor: object) => ({
  verb: 'admit',
  ask: {
    incidentId: 'inc-1',
    facts: [],
    order: { order: { kind: 'manual', document: {}, by: actor }, mode: 'propose', actor, once: false },
  },
});
const vote = (actor: object) => ({ verb: 'vote', ask: { incidentId: 'inc-1', approvalId: 'a', actor, vote: 'grant' } });
const cy = { kind: 'human', id: 'cy', via: 'cli' };
const intake = { kind: 'system', id: 'intake' };

const ASKS: Readonly<Record<string, readonly [object, readonly string[]]>> = {
  'a finding': [{ verb: 'admit', ask: { incidentId: 'inc-1', facts: [] } }, ['intake']],
  'an order of intake': [order(intake), ['intake']],
  'an order of a person': [order(cy), ['people']],
  'an order of a run': [order({ kind: 'run', id: 'run-1' }), []],
  'a question': [{ verb: 'request', ask: step }, ['run']],
  'a grant': [{ verb: 'grant', ask: step }, ['run']],
  'what the clock says': [{ verb: 'settle', ask: { incidentId: 'inc-1', approvalId: 'a' } }, ['run']],
  'a vote of a person': [vote(cy), ['people']],
  'a vote of a run': [vote({ kind: 'run', id: 'run-1' }), []],
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

test('settings name every fault at once, and no value', () => {
  expect(() => settings({ CORDON_MODE: 'secret-value' }, ['CORDON_MODE', 'CORDON_TABLE', 'CORDON_REGION'])).toThrow(
    /CORDON_MODE: .*; CORDON_TABLE: .*; CORDON_REGION: /,
  );
  expect(() => settings({ CORDON_MODE: 'secret-value' }, ['CORDON_MODE'])).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('secret-value') }),
  );
  expect(settings({ CORDON_MODE: 'observe' }, ['CORDON_MODE'])).toEqual({ CORDON_MODE: 'observe' });
});
