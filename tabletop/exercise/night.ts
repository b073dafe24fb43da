import { DetachRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { awsTimeOf, virtualClock } from '../../adapters/clock.ts';
import type { Drawn } from '../../core/exercise/drawn.ts';
import { isObject } from '../../core/json.ts';
import { ACCOUNTS, DENY_POLICY } from '../range/northbank/company.ts';
import { createRange } from '../range/range.ts';
import type { RangeState } from '../range/store.ts';

/** When every exercise begins: Northbank's own night. */
export const START_MS = Date.parse('2026-11-20T03:00:00.000Z');

/** IAM takes seconds to know what was detached: long enough for that, and for the record of it. */
const BEFORE_MS = 600_000;

/** Northbank without the deny at one caller, by caller. Building it takes longer than an exercise: once per process. */
const built = new Map<string, Promise<RangeState>>();
const build = async (uncovered: string): Promise<RangeState> => {
  const clock = virtualClock(START_MS - BEFORE_MS);
  const range = createRange({ clock: awsTimeOf(clock, 1) });
  const iam = new IAMClient(range.clientConfig('admin'));
  const PolicyArn = `arn:aws:iam::${ACCOUNTS.workload}:policy/${DENY_POLICY}`;
  if (uncovered !== '') await iam.send(new DetachRolePolicyCommand({ RoleName: uncovered, PolicyArn }));
  await clock.advanceTo(START_MS);
  range.close();
  return range.exportState();
};

const withRate = (json: string, rates: Drawn['requestsPerSecond']): string => {
  const traffic: unknown = JSON.parse(json);
  if (!isObject(traffic) || typeof traffic['roleArn'] !== 'string') return json;
  const rate = rates[traffic['roleArn'].split('/').at(-1) ?? ''];
  return rate === undefined ? json : JSON.stringify({ ...traffic, requestsPerSecond: rate });
};

/** The pretend organisation as one seed finds it. */
export const nightState = async ({ uncovered, requestsPerSecond }: Drawn): Promise<RangeState> => {
  const known = built.get(uncovered) ?? build(uncovered);
  built.set(uncovered, known);
  const state = await known;
  const changed = Object.entries(state).flatMap(([key, json]) =>
    key.startsWith('traffic/') ? [[key, withRate(json, requestsPerSecond)] as const] : [],
  );
  return { ...state, ...Object.fromEntries(changed) };
};
