import type { Deployment, Strategy } from './state.ts';

const MINUTE = 60;
export type State = 'DEPLOYING' | 'BAKING' | 'COMPLETE' | 'ROLLED_BACK' | 'REVERTED';
export interface Progress {
  readonly state: State;
  /** Of the clients, which part has the new version. */
  readonly percentage: number;
  /** AWS seconds from the start to the end of its baking. */
  readonly length: number;
}

/** Linear: the same step in equal intervals. Exponential: growth times two to the power of the interval. */
export const grown = ({ duration, growth, growthType }: Strategy, seconds: number): number => {
  if (seconds >= duration * MINUTE) return 100;
  const steps = growthType === 'LINEAR' ? Math.ceil(100 / growth) : Math.ceil(Math.log2(100 / growth));
  const done = Math.floor((seconds / (duration * MINUTE)) * steps);
  return Math.min(100, growthType === 'LINEAR' ? growth * done : growth * 2 ** done);
};

/** Where a deployment is, from its start and its strategy alone: nothing has to be woken for it. */
export const progressOf = (deployment: Deployment, now: number, pace: number): Progress => {
  const { strategy, startedAt, stopped } = deployment;
  const length = (strategy.duration + strategy.bake) * MINUTE;
  if (stopped !== undefined) return { state: stopped.as, percentage: 0, length };
  const seconds = ((now - startedAt) / 1000) * pace;
  const percentage = grown(strategy, seconds);
  if (seconds >= length) return { state: 'COMPLETE', percentage: 100, length };
  return { state: percentage >= 100 ? 'BAKING' : 'DEPLOYING', percentage, length };
};
export const isUnderWay = ({ state }: Progress): boolean => state === 'DEPLOYING' || state === 'BAKING';

/** The version that one client of many gets: `position` in [0, 100) is its place in the queue of a deployment. */
export const versionFor = (deployments: readonly Deployment[], position: number, now: number, pace: number): number | undefined =>
  [...deployments].sort((a, b) => b.number - a.number).find((deployment) => progressOf(deployment, now, pace).percentage > position)
    ?.version;
