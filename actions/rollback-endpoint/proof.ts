import type { Proof } from '../../core/action/plan.ts';
import type { Target } from '../../core/asset/resource.ts';
import type { JsonObject } from '../../core/json.ts';
import { endpointState, type EndpointState } from '../endpoint-state.ts';
import type { Reads } from './calls.ts';
import type { Before } from './update.ts';

const UNDER_WAY = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack'];

/** What the fleet must be. Nothing is expected of the images on the way back: nobody recorded them as good. */
export interface Expected {
  readonly from: string;
  readonly to: string;
  readonly packages: readonly string[];
  readonly digests: readonly string[];
  readonly variants: Before['variants'];
  readonly retain: boolean;
}

const wrongImages = ({ variants }: EndpointState, digests: readonly string[]): readonly string[] => {
  const running = variants.flatMap(({ images }) => images);
  return digests.filter((digest) => !running.some((image) => image.endsWith(`@${digest}`)));
};
/** Exactly the trap of a forgotten RetainAllVariantProperties: the scaled fleet shrank to what the config starts with. */
const shrunk = ({ variants }: EndpointState, { variants: expected, retain }: Expected): readonly string[] =>
  variants.flatMap(({ name, desired }) => {
    const was = expected.find((one) => one.name === name);
    return retain && was !== undefined && desired < was.desired && desired <= was.initial
      ? [`${name} has ${desired} instances instead of ${was.desired}`]
      : [];
  });
const counts = ({ variants }: EndpointState): string => variants.map(({ name, desired }) => `${name} ${desired}`).join(', ');

/** InService alone is no success: after a failed update SageMaker is InService again, with the old config. */
export const proveConfig = async (cloud: Reads, target: Target, expected: Expected, seen: JsonObject | undefined): Promise<Proof> => {
  const state = await endpointState(cloud, target);
  if (UNDER_WAY.includes(state.status))
    return {
      kind: 'pending',
      because: `${target.name} is ${state.status}${state.pending === undefined ? '' : ` to ${state.pending}`}`,
      seen: { started: true },
    };
  if (state.status !== 'InService')
    return { kind: 'refuted', because: `${target.name} is ${state.status}: ${state.failure ?? 'no reason given'}` };
  if (state.config !== expected.to) {
    // The first look may be faster than SageMaker.
    if (seen === undefined && state.config === expected.from)
      return { kind: 'pending', because: 'the update has not begun to show', seen: { started: false } };
    return { kind: 'refuted', because: `InService, but with ${state.config}: ${state.failure ?? 'the update was rolled back'}` };
  }
  const wrong = wrongImages(state, expected.digests);
  if (wrong.length > 0)
    return { kind: 'refuted', because: `InService with ${expected.to}, but without the recorded image ${wrong.join(', ')}` };
  const fewer = shrunk(state, expected);
  if (fewer.length > 0) return { kind: 'refuted', because: fewer.join('; ') };
  return {
    kind: 'proven',
    after: { config: state.config, packages: [...expected.packages] },
    observed: [
      `InService with ${state.config}`,
      ...expected.digests.map((digest) => `image ${digest.slice(0, 19)}… as recorded`),
      `instances: ${counts(state)}`,
    ],
  };
};
