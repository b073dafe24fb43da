import type { Assets } from '../../core/action/define.ts';
import type { Look } from '../../core/action/plan.ts';
import { candidateLine, candidatesOf, isServingGood, lastGood, type Bad, type Candidate } from '../../core/asset/candidates.ts';
import type { Target } from '../../core/asset/resource.ts';
import { endpointState, mustBeInService, type EndpointState } from '../endpoint-state.ts';
import { refuse } from '../refuse.ts';
import { lineageOf, type ConfigLineage } from '../lineage.ts';
import type { Reads } from './calls.ts';
import { theWrite, type Before } from './update.ts';

/** Newest configs that are looked into; each costs up to a dozen describe calls. */
const MAX_CONFIGS = 6;

export interface Wish {
  readonly bad: Bad;
  /** A person names the config; it must pass every check all the same. */
  readonly config?: string | undefined;
}

const choose = (target: Target, candidates: readonly Candidate[], current: string, { bad, config }: Wish): Candidate => {
  const lines = candidates.map(candidateLine).join('; ');
  if (isServingGood(candidates, current) && config === undefined)
    throw refuse(
      'conflict',
      `Nothing that is known speaks against ${current}, which is in service`,
      lines,
      `npx cordon history ${target.name}`,
    );
  const chosen = config === undefined ? lastGood(candidates) : candidates.find((one) => one.config === config);
  if (chosen?.verdict === 'yes') return chosen;
  const said =
    config === undefined ? (bad.since === undefined ? ' (and nobody said since when it is bad)' : '') : `: ${config} does not pass`;
  throw refuse('conflict', `${target.name} has no config to go back to${said}`, lines, `npx cordon history ${target.name}`);
};

const packagesOf = (lineage: ConfigLineage): readonly string[] => (lineage.models ?? []).flatMap(({ package: found }) => found?.arn ?? []);
const sameNames = (state: EndpointState, to: ConfigLineage): boolean => {
  const names = (variants: readonly { readonly name: string }[]) =>
    variants
      .map(({ name }) => name)
      .toSorted()
      .join('\n');
  return names(state.variants) === names(to.variants);
};

const impactOf = (target: Target, before: Before, candidates: readonly Candidate[], chosen: Candidate): readonly string[] => {
  const counts = before.variants.map(({ name, desired, initial }) => `${name} ${before.retain ? desired : initial}`).join(', ');
  return [
    `${target.name} goes back from ${before.config} to ${before.to} (${chosen.package ?? 'no package'})`,
    ...candidates.map(candidateLine),
    before.retain
      ? `instances are kept: ${counts}`
      : `variant names differ, so instances are those of ${before.to}: ${counts}; scaled counts and data capture are lost`,
    'until the new fleet is healthy, minutes later, the old one answers whoever is not denied',
    'scaling and delivery pipelines are not paused by this step',
  ];
};

export const look = async (
  target: Target,
  wish: Wish,
  { cloud, assets }: { readonly cloud: Reads; readonly assets: Assets },
): Promise<Look<Before>> => {
  if (wish.bad.since === undefined && wish.bad.data.length === 0)
    throw refuse(
      'invalid',
      `Nobody said what is bad about ${target.name}`,
      'age alone proves nothing: name the bad data, or since when it is bad',
      `npx cordon history ${target.name}`,
    );
  const state = await endpointState(cloud, target);
  mustBeInService(target, state);
  const history = await assets.configHistory(target.arn);
  const newest = history.toSorted((a, b) => b.from.localeCompare(a.from)).map(({ config }) => config);
  const configs = [...new Set([state.config, ...newest])].slice(0, MAX_CONFIGS);
  const lineages: ConfigLineage[] = [];
  for (const config of configs) lineages.push(await lineageOf(cloud, config));
  const known = history.filter(({ config }) => configs.includes(config));
  const candidates = candidatesOf(known, lineages, state.config, wish.bad);
  const chosen = choose(target, candidates, state.config, wish);
  const [from, to] = [state.config, chosen.config].map(
    (config) => lineages.find((one) => one.config === config) ?? { config, variants: [] },
  );
  if (from === undefined || to === undefined) throw new Error('unreachable: both configs were looked into');
  const digests = (to.models ?? []).flatMap(({ image }) => image?.digest ?? []);
  const retain = sameNames(state, to);
  const before: Before = {
    config: state.config,
    to: chosen.config,
    packages: [...packagesOf(from)],
    toPackages: [...packagesOf(to)],
    digests,
    variants: to.variants.map(({ name, instances }) => ({
      name,
      initial: instances,
      desired: state.variants.find((one) => one.name === name)?.desired ?? instances,
    })),
    retain,
  };
  return {
    before,
    guard: { config: state.config, to: chosen.config, digests, artefacts: (to.models ?? []).map(({ artefact }) => artefact?.now ?? null) },
    writes: [theWrite(target, chosen.config, retain)],
    impact: impactOf(target, before, candidates, chosen),
  };
};
