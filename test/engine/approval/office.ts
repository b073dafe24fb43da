import { fileURLToPath } from 'node:url';
import { playbooksFromFiles } from '../../../adapters/playbooks-files.ts';
import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { sqliteLeases } from '../../../adapters/leases-sqlite.ts';
import { sqliteLedger } from '../../../adapters/ledger-sqlite.ts';
import type { LocalSigner } from '../../../adapters/signer-local.ts';
import { catalogOf } from '../../../actions/catalog.ts';
import { catalogFrom } from '../../../core/action/catalog.ts';
import { defineAction, type Action } from '../../../core/action/define.ts';
import type { Risk } from '../../../core/action/plan.ts';
import type { ActionReply, ActionRequest } from '../../../core/action/request.ts';
import type { FailMode, Tier, WhenUnavailable } from '../../../core/asset/asset.ts';
import type { EvidenceStore } from '../../../core/evidence/store.ts';
import { Arn, targetOf } from '../../../core/asset/resource.ts';
import { instantOf } from '../../../core/time.ts';
import type { AuthorityDesk } from '../../../engine/authority/authority.ts';
import type { Policy } from '../../../engine/desk.ts';
import { serveAction, type ActionDesk } from '../../../engine/serve-action.ts';
import { VALUES, type Cell, type Seat } from './cells.ts';

export const START = Date.parse('2026-11-20T03:00:00.000Z');
const ACCOUNT = '111122223333';
/** One endpoint for each way in which an owner can describe one. */
export const endpointOf = (cell: { readonly tier: Tier; readonly failMode: FailMode; readonly whenUnavailable: WhenUnavailable }) =>
  `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:endpoint/${cell.tier}-${cell.failMode}-${cell.whenUnavailable}` as const;

/** The other person in a seat. */
export const colleague = (seat: Seat): string => `${seat}-2`;
const person = (roles: Policy['assets']['people'][string]['roles']) => ({ name: 'n', title: 't', roles });
const people: Policy['assets']['people'] = {
  responder: person(['responder']),
  approver: person(['approver']),
  security: person(['security']),
  owner: person(['owner']),
  deputy: person(['facilitator']),
  legal: person(['legal']),
  sleeper: { ...person(['responder', 'approver', 'security']), asleepUntil: '06:00Z' },
  'sleeper-2': { ...person(['responder', 'approver', 'security']), asleepUntil: '06:00Z' },
  'owner of something else': person(['owner']),
  commander: person(['commander']),
  facilitator: person(['facilitator']),
  'break-glass': person(['break-glass']),
  [colleague('responder')]: person(['responder']),
  [colleague('approver')]: person(['approver']),
  [colleague('security')]: person(['security']),
  [colleague('owner')]: person(['facilitator']),
  another: person(['commander']),
};

export const policy: Policy = {
  place: { kind: 'SANDBOX', company: 'Northbank', account: ACCOUNT, region: 'eu-west-1' },
  mode: 'enforce',
  assets: {
    apiVersion: 'cordon/v1',
    kind: 'Assets',
    company: 'Northbank',
    members: [{ account: ACCOUNT, regions: ['eu-west-1'], name: 'northbank' }],
    detectionSources: [],
    people,
    assets: VALUES.tier.flatMap((tier) =>
      VALUES.failMode.flatMap((failMode) =>
        VALUES.whenUnavailable.map((whenUnavailable) => ({
          arn: endpointOf({ tier, failMode, whenUnavailable }),
          tier,
          owner: 'owner',
          deputies: ['deputy', colleague('owner')],
          failMode,
          whenUnavailable,
          callers: [],
          switches: [],
        })),
      ),
    ),
  },
  minutesBySev: { 1: 5, 2: 15, 3: 60, 4: 240 },
  lapseHours: 24,
  ownRoles: [],
};

/** What the actions below act on: it can be read, and changed. */
export interface Account {
  version: number;
  changed: number;
}
const input = z.strictObject({ endpoint: Arn });
const EFFECT = { A0: 'observe', A1: 'change', 'A2-contain': 'containment', 'A2-change': 'change', A3: 'change' } as const;
/** Says nothing but what the approval table asks about; there is no AWS behind it, so it declares no call. */
const actionFor = (risk: Exclude<Risk, 'L'>, account: Account): Action =>
  defineAction({
    id: `table.${risk.toLowerCase()}`,
    title: `Something of risk ${risk}`,
    risk,
    input,
    before: z.strictObject({}),
    reads: [],
    writes: [],
    probes: [],
    needs: [],
    endangers: [],
    effect: EFFECT[risk],
    target: ({ endpoint }) => targetOf(endpoint),
    settle: { everySeconds: 5, atMostSeconds: 5 },
    look: async () => ({ before: {}, guard: { version: account.version }, writes: [], impact: ['it is changed'] }),
    apply: async () => {
      account.changed += 1;
      return { effect: 'changed' };
    },
    verify: async () => ({ kind: 'proven', after: {}, observed: [] }),
    undo: {
      risk: 'L',
      writes: () => [],
      drift: async (plan) => (plan.guard['version'] === account.version ? [] : ['somebody else changed it']),
      run: async () => {
        account.changed += 1;
        return { effect: 'changed' };
      },
      verify: async () => ({ kind: 'proven', after: {}, observed: [] }),
    },
  });
/** Loosening is taking back what contains. */
export const actionOf = ({ risk }: Pick<Cell, 'risk'>): `${string}.${string}` =>
  `table.${(risk === 'L' ? 'A2-contain' : risk).toLowerCase()}`;

const nothing = { call: () => Promise.reject(new Error('there is no AWS')), attempt: () => Promise.reject(new Error('there is no AWS')) };
/** The authority over a ledger in SQLite, and the action functions, all of them real. */
export const openOffice = (signer: LocalSigner, evidence: EvidenceStore, database = new DatabaseSync(':memory:')) => {
  const account: Account = { version: 1, changed: 0 };
  const time = { now: START };
  const clock = { now: () => instantOf(time.now) };
  const actions = (['A0', 'A1', 'A2-contain', 'A2-change', 'A3'] as const).map((risk) => actionFor(risk, account));
  const leases = sqliteLeases(database);
  const refusals: string[] = [];
  const unused = { find: () => nothing.call(), configHistory: () => nothing.call() };
  const desk: ActionDesk = {
    services: { assets: unused, evidence },
    cloud: () => nothing,
    canary: () => nothing,
    leases,
    verify: signer.verify,
    clock,
    mode: 'enforce',
    halted: async () => undefined,
    report: async (_, { why }) => void refusals.push(why),
  };
  const serving = new Map(actions.map((action) => [action.id, serveAction(action, desk)]));
  const call = async (id: string, _target: string, request: ActionRequest): Promise<ActionReply> => {
    const serve = serving.get(id as Action['id']);
    if (serve === undefined) throw new Error(`there is no action ${id}`);
    return serve(JSON.parse(JSON.stringify(request)));
  };
  const authority: AuthorityDesk = {
    ledger: sqliteLedger({ database, clock, exercise: false }),
    signer,
    verify: signer.verify,
    caller: { call },
    clock,
    ids: { token: () => randomBytes(16).toString('base64url') },
    catalog: catalogFrom(catalogOf(actions)),
    policy,
    library: playbooksFromFiles(fileURLToPath(new URL('../../../playbooks', import.meta.url))),
    exercise: false,
  };
  return { desk: authority, leases, account, time, refusals, close: () => database.close() };
};
export type Office = ReturnType<typeof openOffice>;
