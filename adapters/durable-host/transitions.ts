import type { OperationUpdate, WireOperation } from '@aws/durable-execution-sdk-js';

/** What the service answers 400 to, as AWS's local checkpoint server decides it (@aws/durable-execution-sdk-js-testing 1.1.4). */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  STEP: ['START', 'FAIL', 'RETRY', 'SUCCEED'],
  CONTEXT: ['START', 'FAIL', 'SUCCEED'],
  WAIT: ['START', 'CANCEL'],
  CALLBACK: ['START', 'CANCEL'],
  CHAINED_INVOKE: ['START', 'CANCEL'],
};

const wrongStepState = (update: OperationUpdate, before: WireOperation | undefined): string | undefined => {
  const status = before?.Status;
  if (update.Action === 'START') return before && status !== 'READY' ? 'Invalid current STEP state to start.' : undefined;
  if (before && status !== 'STARTED' && status !== 'READY')
    return `Invalid current STEP state to ${update.Action === 'RETRY' ? 're-attempt' : 'close'}.`;
  return update.Action === 'RETRY' && !update.StepOptions ? 'Invalid StepOptions for the given action.' : undefined;
};

const wrongState = (update: OperationUpdate, before: WireOperation | undefined): string | undefined => {
  const [type, status] = [update.Type, before?.Status];
  if (type === 'STEP') return wrongStepState(update, before);
  if (update.Action === 'START') return before ? `Cannot start a ${type} that already exists.` : undefined;
  if (update.Action === 'CANCEL')
    return status === 'STARTED' ? undefined : `Cannot cancel a ${type} that does not exist or has already completed.`;
  return before && status !== 'STARTED' ? 'Invalid current CONTEXT state to close.' : undefined;
};

/** `parent`: undefined when the update names none, null when it names one that is not there. */
export const illegal = (
  update: OperationUpdate,
  before: WireOperation | undefined,
  parent: WireOperation | null | undefined,
): string | undefined => {
  if (!ACTIONS[update.Type ?? '']?.includes(update.Action ?? '')) return 'Invalid action for the given operation type.';
  if (parent === null || (parent && parent.Type !== 'CONTEXT')) return 'Invalid parent operation id.';
  if (update.Action === 'FAIL' && update.Payload != null) return 'Cannot provide a Payload for FAIL action.';
  if (update.Action === 'SUCCEED' && update.Error != null) return 'Cannot provide an Error for SUCCEED action.';
  return wrongState(update, before);
};
