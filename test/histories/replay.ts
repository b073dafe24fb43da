import {
  InvocationStatus,
  withDurableExecution,
  type DurableContext,
  type DurableExecutionClient,
  type DurableExecutionInvocationOutput,
  type OperationUpdate,
  type WireOperation,
} from '@aws/durable-execution-sdk-js';
import { page } from '../../adapters/durable-host/client.ts';
import { visible } from '../../adapters/durable-host/journal.ts';
import { applied } from '../../adapters/durable-host/operation.ts';
import { invocationEvent } from '../../adapters/durable-host/sdk.ts';
import type { Desk } from '../../engine/desk.ts';
import type { RunInput } from '../../engine/ports.ts';
import { stateAfter, type Change, type History } from './history.ts';
import { inertContext, inertDesk, type Noted } from './inert.ts';

export type Interpreter = (desk: Desk) => (input: RunInput, context: DurableContext) => Promise<unknown>;

/** More than any replay takes; only one that goes wrong waits for so long. */
const PATIENCE_MS = 3000;
/** What the service sends with an invocation; its own page size is not documented. */
const PAGE_SIZE = 100;

interface Seen {
  readonly asked: readonly OperationUpdate[];
  /** Names of steps whose work was begun. */
  readonly begun: readonly string[];
  /** Ports of the desk that were touched outside of a step. */
  readonly touched: readonly string[];
  readonly ended: DurableExecutionInvocationOutput | undefined;
}
interface Replaying {
  readonly history: History;
  readonly count: number;
  readonly interpreter: Interpreter;
  readonly catalog: Desk['catalog'];
}

/** One invocation over the first `count` changes, until `enough` was seen or it ends. Nothing is done but asking. */
const invoke = async ({ history, count, interpreter, catalog }: Replaying, enough: (seen: Seen) => boolean): Promise<Seen> => {
  const state = new Map(stateAfter(history, count).map((operation) => [operation.Id ?? '', operation]));
  const asked: OperationUpdate[] = [];
  const [begun, touched]: [Noted, Noted] = [[], []];
  let ended: DurableExecutionInvocationOutput | undefined;
  const kept = visible([...state.values()]);
  const client: DurableExecutionClient = {
    getExecutionState: async ({ Marker, MaxItems }) => page(kept, Number(Marker ?? 0), Number(MaxItems) || PAGE_SIZE),
    checkpoint: async ({ Updates = [] }) => {
      const changed: WireOperation[] = [];
      for (const update of Updates) {
        asked.push(update);
        const before = state.get(update.Id ?? '');
        const { operation } = applied(update, before, {
          now: Date.parse(history.execution.at),
          waitPace: 1,
          callbackId: () => 'cb-replay',
        });
        state.set(update.Id ?? '', operation);
        changed.push(operation);
      }
      return { CheckpointToken: 'replay', NewExecutionState: { Operations: changed } };
    },
  };
  const desk = inertDesk({ catalog, exercise: false }, touched);
  const handler = withDurableExecution((input: RunInput, context: DurableContext) =>
    interpreter(desk)(input, inertContext(context, begun)),
  );
  const { arn } = history.execution;
  const input = { DurableExecutionArn: arn, CheckpointToken: 'replay', InitialExecutionState: page(kept, 0, PAGE_SIZE) };
  const context = {
    awsRequestId: 'replay',
    functionName: 'run',
    functionVersion: '1',
    invokedFunctionArn: arn.split('/')[0] ?? arn,
    // With time left the SDK would ask again and again whether a wait is over.
    getRemainingTimeInMillis: () => 0,
  };
  const event = invocationEvent({ ...input, UpdatedOperationIds: [] }, client);
  void handler(event, context as Parameters<typeof handler>[1]).then(
    (output) => void (ended = output),
    (thrown: unknown) => void (ended = { Status: InvocationStatus.FAILED, Error: { ErrorType: 'Thrown', ErrorMessage: String(thrown) } }),
  );
  const until = performance.now() + PATIENCE_MS;
  const seen = (): Seen => ({ asked, begun, touched, ended });
  while (seen().ended === undefined && !enough(seen()) && performance.now() < until) await new Promise((resolve) => setImmediate(resolve));
  return seen();
};

const words = ({ Type, SubType, Name, ParentId }: Partial<OperationUpdate>): string =>
  `${Type}/${SubType ?? '-'} ${Name ?? '(no name)'}${ParentId === undefined ? '' : ` in ${ParentId}`}`;

const updateOf = ({ type, subtype, name, parent }: Change) => ({ Type: type, SubType: subtype, Name: name, ParentId: parent });

/** Whose time comes, or whom somebody answers; code can do nothing but wait for it. */
const isOutside = (type: Change['type'], { status }: Change): boolean =>
  type === 'WAIT' || type === 'CALLBACK' || type === 'CHAINED_INVOKE' || status === 'READY';

/** Operations that nobody recorded, and recorded ones under another name, kind or parent. */
const strangers = ({ changes }: History, { asked }: Seen): readonly string[] =>
  asked.flatMap((update) => {
    if (update.Action !== 'START') return [];
    const known = changes.find(({ id }) => id === update.Id);
    const recorded = known && words(updateOf(known));
    return recorded === words(update) ? [] : [`asks for ${words(update)} where ${recorded ?? 'nothing'} was recorded`];
  });

/** What the interpreter had to do next in this place, in words for a failure, and whether it did. */
const expected = ({ history, count }: Replaying): { readonly what: string; readonly met: (seen: Seen) => boolean } => {
  const next = history.changes[count];
  if (next === undefined) {
    const { status, result } = history.outcome;
    const same = ({ Status, Result }: { readonly Status: string; readonly Result?: string | undefined }) =>
      Status === status && Result === JSON.stringify(result);
    return { what: `ends ${status} with ${JSON.stringify(result)}`, met: ({ ended }) => ended !== undefined && same({ ...ended }) };
  }
  const first = history.changes.find(({ id }) => id === next.id) ?? next;
  const what = words(updateOf(first));
  if (next === first)
    return { what: `asks for ${what}`, met: ({ asked }) => asked.some(({ Id, Action }) => Id === next.id && Action === 'START') };
  if (isOutside(first.type, next)) {
    const working = stateAfter(history, count).some(({ Type, Status }) => Type === 'STEP' && Status === 'STARTED');
    return { what: `waits for ${what}`, met: ({ ended }) => working || ended?.Status === 'PENDING' };
  }
  if (first.type === 'STEP') {
    // `waitForCallback` gives its name to the context, and none to the step inside.
    const name = first.name ?? history.changes.find(({ id }) => id === first.parent)?.name ?? '';
    return { what: `does the work of ${what} again`, met: ({ begun }) => begun.includes(name) };
  }
  return { what: `ends ${what}`, met: ({ asked }) => asked.some(({ Id, Action }) => Id === next.id && Action !== 'START') };
};

/** What is wrong with an interpreter that takes up this run after `count` changes; nothing: it goes on where the recorded one went on. */
export const wrongAt = async (replaying: Replaying): Promise<readonly string[]> => {
  const { history, count } = replaying;
  const { what, met } = expected(replaying);
  const seen = await invoke(replaying, (now) => met(now) || now.touched.length > 0 || strangers(history, now).length > 0);
  const where = `${history.name}, after ${count} of ${history.changes.length} changes`;
  const said = seen.ended === undefined ? '' : `; it ended: ${JSON.stringify(seen.ended).slice(0, 400)}`;
  const wrong = [...seen.touched.map((port) => `touches ${port} outside of a step`), ...strangers(history, seen)];
  if (!met(seen)) wrong.push(`should be one that ${what}, and is not${said}`);
  return wrong.map((sentence) => `${where}: the interpreter ${sentence}`);
};

/** Who cannot take up a run in one place can seldom in the next; a failure is read, not counted. */
const MOST_SENTENCES = 3;

/** Every place at which the run could have been suspended or killed. */
export const wrongAnywhere = async (history: History, interpreter: Interpreter, catalog: Desk['catalog']): Promise<readonly string[]> => {
  const wrong: string[] = [];
  for (let count = 0; count <= history.changes.length && wrong.length < MOST_SENTENCES; count += 1)
    wrong.push(...(await wrongAt({ history, count, interpreter, catalog })));
  return wrong;
};
