import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorObject, WireOperation } from '@aws/durable-execution-sdk-js';
import type { Json } from '../../core/json.ts';
import type { RunInput } from '../../engine/ports.ts';

/** One operation of a run, as it stood after one write of the host. What never changes (name, type, parent) stands in its first change only. */
export interface Change {
  readonly id: string;
  readonly parent?: string;
  readonly name?: string;
  readonly type?: WireOperation['Type'];
  readonly subtype?: string;
  readonly status: WireOperation['Status'];
  readonly at: string;
  readonly attempt?: number;
  /** When a wait ends, or a step may be tried again. */
  readonly due?: string;
  readonly callback?: string;
  readonly keepsChildren?: true;
  readonly error?: ErrorObject;
  /** A result that is JSON as `JSON.stringify` writes it; every other text stands in `text`. */
  readonly result?: Json;
  readonly text?: string;
}
export interface History {
  readonly name: string;
  /** What happened in it, for who reads a failure. */
  readonly story: string;
  /** The commit whose interpreter wrote it. */
  readonly interpreter: string;
  /** `id@version` of every released document that the run carried out; none: people ordered it by hand. */
  readonly playbooks: Readonly<Record<string, string>>;
  readonly execution: { readonly arn: string; readonly id: string; readonly at: string };
  readonly input: RunInput;
  readonly outcome: { readonly status: string; readonly result: Json };
  readonly changes: readonly Change[];
}

const FOLDER = import.meta.dirname;
export const fileOf = (name: string): string => join(FOLDER, `${name}.json`);
export const historyNames = (): readonly string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .toSorted();
export const readHistory = (name: string): History => JSON.parse(readFileSync(fileOf(name), 'utf8'));

/** A line per change: a diff, and a reader, sees operations. */
export const textOf = ({ changes, ...head }: History): string => {
  const start = JSON.stringify(head, null, 2).slice(0, -'\n}'.length);
  return `${start},\n  "changes": [\n${changes.map((change) => `    ${JSON.stringify(change)}`).join(',\n')}\n  ]\n}\n`;
};

const answerOf = (text: string | undefined): Pick<Change, 'result' | 'text'> => {
  if (text === undefined) return {};
  try {
    const value: Json = JSON.parse(text);
    return JSON.stringify(value) === text ? { result: value } : { text };
  } catch {
    return { text };
  }
};
const detailsOf = ({ StepDetails, ContextDetails, CallbackDetails, ChainedInvokeDetails }: WireOperation) =>
  StepDetails ?? ContextDetails ?? CallbackDetails ?? ChainedInvokeDetails ?? {};

const present = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value));

export const changeOf = (operation: WireOperation, isFirst: boolean): Change => {
  const { Id = '', ParentId, Name, Type, SubType, Status, StartTimestamp, EndTimestamp } = operation;
  const { StepDetails, WaitDetails, CallbackDetails, ContextDetails } = operation;
  const { Result, Error: error } = detailsOf(operation);
  return present({
    id: Id,
    ...(isFirst && { parent: ParentId, name: Name, type: Type, subtype: SubType }),
    status: Status,
    at: String(EndTimestamp ?? StartTimestamp),
    attempt: StepDetails?.Attempt,
    due: WaitDetails?.ScheduledEndTimestamp ?? StepDetails?.NextAttemptTimestamp,
    callback: CallbackDetails?.CallbackId,
    keepsChildren: ContextDetails?.ReplayChildren === true ? true : undefined,
    error,
    ...answerOf(Result),
  }) as Change;
};

const wireOf = (before: WireOperation | undefined, change: Change): WireOperation => {
  const { id, parent, name, type, subtype, status, at, attempt, due, callback, keepsChildren, error, result, text } = change;
  const first: WireOperation = { Id: id, ParentId: parent, Name: name, Type: type, SubType: subtype, StartTimestamp: at, Status: status };
  const operation: WireOperation = { ...(before ?? first), Status: status };
  const said = { Result: result === undefined ? text : JSON.stringify(result), Error: error };
  const ended = status === 'STARTED' || status === 'PENDING' || status === 'READY' ? {} : { EndTimestamp: at };
  switch (operation.Type) {
    case 'STEP':
      return { ...operation, ...ended, StepDetails: { Attempt: attempt, NextAttemptTimestamp: due, ...said } };
    case 'WAIT':
      return { ...operation, ...ended, WaitDetails: { ScheduledEndTimestamp: due } };
    case 'CALLBACK':
      return { ...operation, ...ended, CallbackDetails: { CallbackId: callback, ...said } };
    case 'CONTEXT':
      return { ...operation, ...ended, ContextDetails: { ...said, ReplayChildren: keepsChildren } };
    default:
      return { ...operation, ...ended, ChainedInvokeDetails: said };
  }
};

/** What the service held after the first `count` changes, in the order in which the operations started. */
export const stateAfter = ({ execution, input, changes }: History, count: number): readonly WireOperation[] => {
  const begun: WireOperation = {
    Id: execution.id,
    Type: 'EXECUTION',
    Status: 'STARTED',
    StartTimestamp: execution.at,
    ExecutionDetails: { InputPayload: JSON.stringify(input) },
  };
  const known = new Map<string, WireOperation>([[execution.id, begun]]);
  for (const change of changes.slice(0, count)) known.set(change.id, wireOf(known.get(change.id), change));
  return [...known.values()];
};
