import { makeCloud, type Clients } from '../adapters/cloud.ts';
import { kindOf } from '../adapters/cloud-failure.ts';
import { INVENTORY_READS, makeInventory } from '../adapters/inventory.ts';
import { actions } from '../actions/index.ts';
import type { Cloud, Command } from '../core/action/cloud.ts';
import type { Action, Assets } from '../core/action/define.ts';
import { missingRight, type MissingRight } from '../core/action/missing-right.ts';
import type { AssetsFile } from '../core/asset/asset.ts';
import type { Arn, Target } from '../core/asset/resource.ts';
import { CallFailed, failed, type CloudFailureKind, type Failure } from '../core/failure.ts';
import type { EvidenceStore } from '../core/evidence/store.ts';
import type { ActionDesk } from '../engine/serve-action.ts';
import type { ActionCaller, Clock } from '../engine/ports.ts';
import { localActions } from './actions-here.ts';

export interface LooksOptions {
  /** One account, as whoever looks; `place.role` is nobody's. */
  readonly clients: Clients;
  readonly account: string;
  readonly region: string;
  /** Its member must name the account and the region. */
  readonly file: AssetsFile;
  readonly clock: Clock;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** @default every action */
  readonly all?: readonly Action[];
}
/** A call that was refused for want of a right, and the step that made it; `undefined`: a look-up that several steps share. */
export interface Refused {
  readonly path: string | undefined;
  readonly right: MissingRight;
  readonly failure: Failure;
}
export interface Looks {
  readonly caller: ActionCaller;
  readonly assets: Assets;
  /** Calls of the one who composes, by the same rules. */
  readonly cloud: (reads: readonly Command[], path: string) => Cloud<Command>;
  readonly refused: () => readonly Refused[];
  /** Steps that would have called as the canary. */
  readonly untried: () => ReadonlySet<string>;
}

/** Nobody else retries a look of a plan, and LookupEvents answers twice a second: four tries, with six seconds of patience. */
const TRIES = 4;
const patient =
  (clients: Clients, pause: LooksOptions['pause']): Clients =>
  (service, place) => ({
    send: async (command, options) => {
      for (let tries = 1; ; tries += 1) {
        try {
          return await clients(service, place).send(command, options);
        } catch (thrown) {
          if (tries === TRIES || kindOf(thrown) !== 'throttled') throw thrown;
          await pause(tries * 1000);
        }
      }
    },
  });

const never = (what: string) => (): Promise<never> => Promise.reject(new Error(`a plan does not ${what}`));
const NO_EVIDENCE: EvidenceStore = {
  put: never('take evidence'),
  seal: never('take evidence'),
  open: async function* () {
    yield await never('read evidence')();
  },
  envelope: never('read evidence'),
  bundles: never('read evidence'),
};
const refusal = (kind: 'denied' | 'unavailable', what: string, why: string): Failure<CloudFailureKind> => ({
  kind,
  retryable: false,
  effect: 'no-change',
  what,
  why,
  next: 'npx cordon playbook plan --help',
});
const UNTRIED = refusal('unavailable', 'No canary call was made', 'a plan calls no endpoint and takes no other role');

const elsewhere = ({ name, account }: Target): Failure<CloudFailureKind> =>
  refusal('unavailable', `${name} cannot be looked at`, `it is in account ${account}, which this profile is not of`);
/** Answers everything with one refusal; nothing is sent. */
const silent = (why: () => Failure<CloudFailureKind>): Cloud<Command> => ({
  call: async () => Promise.reject(new CallFailed(why())),
  attempt: async () => failed(why()),
});

/** Several steps ask the same; CloudTrail would be read for minutes. */
const askedOnce = <K, V>(ask: (key: K) => Promise<V>): ((key: K) => Promise<V>) => {
  const known = new Map<K, Promise<V>>();
  return (key) => {
    const asked = known.get(key) ?? ask(key);
    known.set(key, asked);
    return asked;
  };
};

/**
 * The looks of all actions in this process, in one account and with the rights of one profile. It holds no call that writes: what is not
 * among the `reads` of an action is refused before a request exists, whatever the action does, and any other verb than `look` is, too.
 */
export const looksHere = ({ clients, account, region, file, clock, pause, all = actions }: LooksOptions): Looks => {
  const refused: Refused[] = [];
  const untried = new Set<string>();
  const cloud = (reads: readonly Command[], path: string | undefined, where = region): Cloud<Command> =>
    makeCloud({
      clients: patient(clients, pause),
      place: { account, region: where === '' ? region : where, role: '', sessionName: '' },
      reads,
      onCall: ({ operation, input, failure }) => {
        if (failure === undefined) return;
        const right = missingRight(operation, input, failure);
        if (right !== undefined) refused.push({ path, right, failure });
      },
    });
  // These credentials are of one account; a name would be found there, too, and be another thing.
  const cloudAt = (target: Target, reads: readonly Command[], path: string | undefined): Cloud<Command> =>
    target.account === account || target.account === '' ? cloud(reads, path, target.region) : silent(() => elsewhere(target));
  /** `run:path`, as the desk of an action names a session. */
  const pathOf = (session: string): string => session.slice(session.indexOf(':') + 1);
  const canary = (path: string): Cloud<Command> =>
    silent(() => {
      untried.add(path);
      return UNTRIED;
    });
  const inventory = makeInventory({ file, clock, cloud: (target) => cloudAt(target, INVENTORY_READS, undefined) });
  const assets: Assets = {
    find: askedOnce((arn: Arn) => inventory.find(arn)),
    configHistory: askedOnce((arn: Arn) => inventory.configHistory(arn)),
  };
  const desk: ActionDesk = {
    services: { assets, evidence: NO_EVIDENCE },
    cloud: ({ reads }, target, session) => cloudAt(target, reads, pathOf(session)),
    canary: (_action, _target, session) => canary(pathOf(session)),
    leases: { take: never('take leases'), holder: never('take leases'), free: never('take leases') },
    verify: () => false,
    clock,
    mode: 'observe',
    halted: async () => undefined,
    report: async () => {},
  };
  const serving = localActions(desk, all);
  return {
    caller: {
      call: async (id, arn, request) => {
        if (request.verb !== 'look') return failed(refusal('denied', `Cordon refused to ${request.verb}`, 'a plan only looks'));
        return serving.call(id, arn, request);
      },
    },
    assets,
    cloud,
    refused: () => refused,
    untried: () => untried,
  };
};
