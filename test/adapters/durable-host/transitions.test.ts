import type { OperationUpdate, WireOperation } from '@aws/durable-execution-sdk-js';
import { illegal } from '../../../adapters/durable-host/transitions.ts';

const update = (
  Type: OperationUpdate['Type'],
  Action: OperationUpdate['Action'],
  more: Partial<OperationUpdate> = {},
): OperationUpdate => ({
  Id: 'a',
  Type,
  Action,
  ...more,
});
const operation = (Type: WireOperation['Type'], Status: WireOperation['Status']): WireOperation => ({
  Id: 'a',
  Type,
  Status,
  StartTimestamp: '2026-11-20T03:00:00.000Z',
});

test.each<readonly [OperationUpdate, WireOperation | undefined]>([
  [update('STEP', 'START'), undefined],
  [update('STEP', 'START'), operation('STEP', 'READY')],
  [update('STEP', 'SUCCEED'), operation('STEP', 'STARTED')],
  [update('STEP', 'RETRY', { StepOptions: { NextAttemptDelaySeconds: 1 } }), operation('STEP', 'STARTED')],
  [update('CONTEXT', 'FAIL', { Error: { ErrorMessage: 'x' } }), operation('CONTEXT', 'STARTED')],
  [update('WAIT', 'CANCEL'), operation('WAIT', 'STARTED')],
])('legal: %j', (asked, before) => expect(illegal(asked, before, undefined)).toBeUndefined());

test.each<readonly [OperationUpdate, WireOperation | undefined, string]>([
  [update('WAIT', 'SUCCEED'), undefined, 'Invalid action'],
  [update('STEP', 'START'), operation('STEP', 'SUCCEEDED'), 'Invalid current STEP state to start'],
  [update('STEP', 'SUCCEED'), operation('STEP', 'SUCCEEDED'), 'Invalid current STEP state to close'],
  [update('STEP', 'RETRY', { StepOptions: {} }), operation('STEP', 'PENDING'), 'Invalid current STEP state to re-attempt'],
  [update('STEP', 'RETRY'), operation('STEP', 'STARTED'), 'Invalid StepOptions'],
  [update('WAIT', 'START'), operation('WAIT', 'STARTED'), 'Cannot start a WAIT that already exists'],
  [update('CALLBACK', 'CANCEL'), operation('CALLBACK', 'SUCCEEDED'), 'Cannot cancel a CALLBACK'],
  [update('CONTEXT', 'SUCCEED'), operation('CONTEXT', 'FAILED'), 'Invalid current CONTEXT state'],
  [update('STEP', 'FAIL', { Payload: '1' }), operation('STEP', 'STARTED'), 'Cannot provide a Payload'],
  [update('STEP', 'SUCCEED', { Error: {} }), operation('STEP', 'STARTED'), 'Cannot provide an Error'],
])('illegal: %j', (asked, before, problem) => expect(illegal(asked, before, undefined)).toContain(problem));

test('a parent must exist and be a context', () => {
  expect(illegal(update('STEP', 'START'), undefined, null)).toContain('Invalid parent');
  expect(illegal(update('STEP', 'START'), undefined, operation('STEP', 'STARTED'))).toContain('Invalid parent');
  expect(illegal(update('STEP', 'START'), undefined, operation('CONTEXT', 'STARTED'))).toBeUndefined();
});
