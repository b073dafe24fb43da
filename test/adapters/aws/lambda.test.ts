import { lambdaActions, lambdaAuthority } from '../../../adapters/lambda-invoke.ts';
import { lambdaRuns } from '../../../adapters/runs-lambda.ts';
import type { ActionRequest } from '../../../core/action/request.ts';
import { instantOf } from '../../../core/time.ts';
import { fault, lambdaServer, type Reply } from './lambda-server.ts';

const target = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer' as const;
const call = { incidentId: 'inc-1', key: 'run-1:deny:look', at: instantOf(Date.parse('2026-11-20T03:00:00Z')), exercise: false } as const;
const look: ActionRequest = { ...call, verb: 'look', input: { endpoint: target } };
const plan = {
  action: 'sagemaker.quarantine-endpoint',
  target: { arn: target, account: '111122223333', region: 'eu-west-1', kind: 'endpoint', name: 'fraud-scorer' },
  input: {},
  before: {},
  guard: {},
  writes: [],
  impact: [],
} as never;
const apply: ActionRequest = { ...call, verb: 'apply', plan, grant: {} as never };

describe('an action function, called', () => {
  const asked = async (reply: Reply, request: ActionRequest) => {
    const { client, seen, close } = await lambdaServer(() => reply);
    const answer = await lambdaActions(client).call('sagemaker.quarantine-endpoint', target, request);
    await close();
    return { answer, seen };
  };

  test('by the name of its action, once, synchronously', async () => {
    const { answer, seen } = await asked({ status: 200, body: '{"ok":true,"value":{"verb":"look"}}' }, look);
    expect(answer).toEqual({ ok: true, value: { verb: 'look' } });
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /2015-03-31/functions/cordon-action-sagemaker-quarantine-endpoint/invocations',
    ]);
    expect(seen[0]?.headers['x-amz-invocation-type']).toBe('RequestResponse');
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual(look);
  });

  test.each([
    [fault(429, 'TooManyRequestsException'), 'throttled', true],
    [fault(403, 'AccessDeniedException'), 'denied', false],
    [fault(404, 'ResourceNotFoundException'), 'not-found', false],
    [fault(413, 'RequestTooLargeException'), 'invalid', false],
  ])('what Lambda refuses before it starts has changed nothing: %j', async (reply, kind, retryable) => {
    for (const request of [look, apply]) {
      const { answer, seen } = await asked(reply, request);
      expect(answer).toMatchObject({ ok: false, failure: { kind, retryable, effect: 'no-change' } });
      expect(seen).toHaveLength(1);
    }
  });

  test.each<[string, Reply]>([
    ['a crash of the function', { status: 200, body: '{"errorMessage":"boom"}', headers: { 'x-amz-function-error': 'Unhandled' } }],
    ['an error of Lambda', fault(500, 'ServiceException')],
    ['a line that goes dead', 'hang up'],
    ['an answer that is no JSON', { status: 200, body: '<html>' }],
  ])('after %s a write is unknown, never repeated; a look may be', async (_, reply) => {
    const written = await asked(reply, apply);
    expect(written.answer).toMatchObject({ ok: false, failure: { kind: 'unavailable', retryable: false, effect: 'unknown' } });
    expect(written.seen).toHaveLength(1);
    expect((await asked(reply, look)).answer).toMatchObject({
      ok: false,
      failure: { kind: 'unavailable', retryable: true, effect: 'no-change' },
    });
  });
});

test('approve is asked through its door, with the verb beside the question; its crash is thrown', async () => {
  const { client, seen, close } = await lambdaServer(({ body }) =>
    body.includes('settle')
      ? { status: 200, body: '{"errorMessage":"no"}', headers: { 'x-amz-function-error': 'Unhandled' } }
      : { status: 200, body: '{"kind":"auto"}' },
  );
  const authority = lambdaAuthority(client, 'cordon-approve:run');
  const ask = { incidentId: 'inc-1', runId: 'run-1', step: 'deny', verb: 'apply', planDigest: 'sha256:0' } as const;
  expect(await authority.request(ask)).toEqual({ kind: 'auto' });
  expect([seen[0]?.path, JSON.parse(seen[0]?.body ?? '')]).toEqual([
    '/2015-03-31/functions/cordon-approve:run/invocations',
    { verb: 'request', ask },
  ]);
  await expect(authority.settle({ incidentId: 'inc-1', approvalId: 'a' })).rejects.toThrow('cordon-approve:run failed');
  await close();
});

describe('a run', () => {
  test('starts on the alias under its own name, with the same bytes each time', async () => {
    const { client, seen, close } = await lambdaServer(() => ({ status: 202 }));
    const runs = lambdaRuns(client, 'cordon-run', 'live');
    expect(await runs.start({ runId: 'run-1', incidentId: 'inc-1' })).toBe('started');
    await runs.start({ incidentId: 'inc-1', runId: 'run-1' });
    expect(seen[0]?.path).toBe('/2015-03-31/functions/cordon-run/invocations?Qualifier=live');
    expect([seen[0]?.headers['x-amz-invocation-type'], seen[0]?.headers['x-amz-durable-execution-name']]).toEqual(['Event', 'run-1']);
    expect(seen[1]?.body).toBe(seen[0]?.body);
    await close();
  });

  test('that is known is already started; anything else is thrown', async () => {
    let reply = fault(409, 'DurableExecutionAlreadyStartedException');
    const { client, close } = await lambdaServer(() => reply);
    const runs = lambdaRuns(client, 'cordon-run', 'live');
    expect(await runs.start({ runId: 'run-1', incidentId: 'inc-1' })).toBe('already');
    reply = fault(429, 'TooManyRequestsException');
    await expect(runs.start({ runId: 'run-1', incidentId: 'inc-1' })).rejects.toThrow();
    await close();
  });

  test.each(['CallbackTimeoutException', 'ResourceNotFoundException', 'InvalidParameterValueException'])(
    'is not woken twice: %s',
    async (name) => {
      let reply: Reply = { status: 200, body: '{}' };
      const { client, seen, close } = await lambdaServer(() => reply);
      const runs = lambdaRuns(client, 'cordon-run', 'live');
      expect(await runs.answer('Y2FsbGJhY2s=', { woken: true })).toBe('answered');
      expect([seen[0]?.path, seen[0]?.body]).toEqual(['/2025-12-01/durable-execution-callbacks/Y2FsbGJhY2s=/succeed', '{"woken":true}']);
      reply = fault(400, name);
      expect(await runs.answer('Y2FsbGJhY2s=', { woken: true })).toBe('already');
      reply = fault(500, 'ServiceException');
      await expect(runs.answer('Y2FsbGJhY2s=', { woken: true })).rejects.toThrow();
      await close();
    },
  );
});
