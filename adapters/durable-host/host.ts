import { randomUUID } from 'node:crypto';
import { realClock } from '../clock.ts';
import { openDatabase } from '../sqlite.ts';
import type { DurableHost, DurableHostOptions, Started } from './api.ts';
import { assemble } from './assemble.ts';
import { HostClosed } from './driver.ts';
import type { Execution } from './execution.ts';
import { codeOf, resolve } from './functions.ts';
import { AWS_LIMITS, bytesOf, Refused } from './limits.ts';
import { createStore } from './store.ts';

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
const crash = (_: string, thrown: unknown): void =>
  queueMicrotask(() => {
    throw thrown;
  });

/**
 * A backend for AWS's durable execution SDK inside one process, over one SQLite file: checkpoints, timers, callbacks and chained invokes.
 * Replay, retries and determinism are the SDK's. Several hosts may share a file. For laptops, exercises and tests, not for scale.
 */
export const createDurableHost = (options: DurableHostOptions): DurableHost => {
  const { database, functions, leaseMs = 10_000, pollMs = 200, newId = randomUUID, hook = () => {}, onFailure = crash } = options;
  const clock = options.clock ?? realClock();
  const limits = { ...AWS_LIMITS, ...options.limits };
  const connection = typeof database === 'string' ? openDatabase(database) : database;
  const store = createStore(connection, hook);
  let [closed, watching] = [false, false];
  const { driver, journal, leases, parking, invoke, callbacks, ended } = assemble({
    store,
    functions,
    clock,
    limits,
    newId,
    leaseMs,
    waitPace: options.waitPace ?? 1,
    pageSize: options.pageSize ?? 100,
    invocationTimeoutMs: options.invocationTimeoutMs ?? 900_000,
    sharedMachine: options.sharedMachine ?? true,
    isClosed: () => closed,
    begun: (arns) => {
      for (const arn of arns) void drive(arn);
    },
  });

  const drive = (arn: string): Promise<Execution> => {
    const done = driver.drive(arn);
    done.catch((thrown: unknown) => thrown instanceof HostClosed || onFailure(arn, thrown));
    return done;
  };

  const adopt = (): void => {
    for (const execution of store.running()) {
      if (!driver.isDriving(execution.arn) && leases.isFree(execution) && codeOf(functions, execution)) void drive(execution.arn);
    }
  };
  const keepLeases = (): void => {
    if (driver.count() > 0) leases.renew();
    if (watching) adopt();
  };
  let version = store.dataVersion();
  const lookForOthers = (): void => {
    const latest = store.dataVersion();
    if (latest === version) return;
    version = latest;
    parking.wakeAll();
    for (const arn of invoke.running()) if (store.execution(arn)?.status !== 'RUNNING') invoke.abandon(arn);
  };
  // Without `unref` an idle host would keep its process alive.
  const timers = [setInterval(keepLeases, leaseMs / 3).unref(), setInterval(lookForOthers, pollMs).unref()];

  const begin = (reference: string, payload: string, name: string) => {
    const callee = resolve(reference, functions);
    if (callee.kind === 'refused') throw named(callee.type, callee.message);
    if (bytesOf(payload) > limits.executionBytes) throw new Refused(`execution input exceeds ${limits.executionBytes} bytes`);
    return store.commit('start', () => {
      const known = store.byName(callee.name, name);
      if (known === undefined) return { arn: journal.begin(callee, name, payload), already: false };
      if (known.input === payload) return { arn: known.arn, already: true };
      throw named('DurableExecutionAlreadyStartedException', `execution ${name} already started with another payload`);
    });
  };

  return {
    start: (reference, input, name = newId()) => {
      const started = begin(reference, JSON.stringify(input) ?? '{}', name);
      return { ...started, done: drive(started.arn) };
    },
    recover: () => {
      watching = true;
      const [resumed, withoutCode]: [Started[], Execution[]] = [[], []];
      for (const execution of store.running()) {
        if (codeOf(functions, execution)) resumed.push({ arn: execution.arn, already: true, done: drive(execution.arn) });
        else withoutCode.push(execution);
      }
      return { resumed, withoutCode };
    },
    complete: callbacks.complete,
    heartbeat: callbacks.heartbeat,
    stop: (arn, error = { ErrorType: 'Stopped', ErrorMessage: 'Execution stopped' }) => {
      const execution = store.execution(arn);
      if (execution === undefined || !store.commit('stop', () => journal.finish(execution, { status: 'STOPPED', error }))) return false;
      ended(execution);
      return true;
    },
    get: store.execution,
    byName: store.byName,
    operations: store.operations,
    pending: callbacks.pending,
    latest: store.latest,
    close: () => {
      if (closed) return;
      closed = true;
      for (const timer of timers) clearInterval(timer);
      leases.close(parking.parked());
      parking.wakeAll();
      for (const arn of invoke.running()) invoke.abandon(arn);
      if (typeof database === 'string') connection.close();
    },
  };
};
