import { AddTagsCommand, DeleteTagsCommand, type ListTagsCommand } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import type { Cloud } from '../../core/action/cloud.ts';
import type { Applied, PlannedWrite } from '../../core/action/plan.ts';
import { QUARANTINE } from '../../core/asset/coverage.ts';
import type { Target } from '../../core/asset/resource.ts';
import { quarantineTag } from '../endpoint-state.ts';
import { refuse } from '../refuse.ts';

/** Everything that the way back and the proof need to know about the time before. */
export const Before = z.strictObject({
  config: z.string(),
  tag: z.string().nullable(),
  /** A canary that was refused all along proves nothing by being refused. */
  canary: z.enum(['allowed', 'explicitly-denied', 'not-allowed', 'no-answer']),
});
export type Before = z.output<typeof Before>;

type Writes = Cloud<typeof ListTagsCommand | typeof AddTagsCommand | typeof DeleteTagsCommand>;
const tagged = (target: Target, incident: string) => ({ ResourceArn: target.arn, Tags: [{ Key: QUARANTINE, Value: incident }] });
const untagged = (target: Target) => ({ ResourceArn: target.arn, TagKeys: [QUARANTINE] });

export const theWrite = (target: Target, tag: string | null, incident: string): readonly PlannedWrite[] =>
  tag === incident ? [] : [{ operation: 'sagemaker:AddTags', input: tagged(target, incident) }];
export const wayBack = (target: Target, { tag }: Before): readonly PlannedWrite[] => [
  tag === null
    ? { operation: 'sagemaker:DeleteTags', input: untagged(target) }
    : { operation: 'sagemaker:AddTags', input: tagged(target, tag) },
];

/** AddTags overwrites: without this, a second incident would take over the first one's quarantine, and lift it when it is released. */
export const mustBeFree = (target: Target, tag: string | null, incident: string): void => {
  if (tag !== null && tag !== incident)
    throw refuse('conflict', `${target.name} is quarantined by another incident`, `its tag ${QUARANTINE} says ${tag}`, 'npx cordon list');
};

export const deny = async (cloud: Writes, target: Target, incident: string): Promise<Applied> => {
  const tag = await quarantineTag(cloud, target);
  mustBeFree(target, tag, incident);
  if (tag === incident) return { effect: 'no-change' };
  await cloud.call(AddTagsCommand, tagged(target, incident));
  return { effect: 'changed' };
};

export const lift = async (cloud: Writes, target: Target, before: Before): Promise<Applied> => {
  if ((await quarantineTag(cloud, target)) === before.tag) return { effect: 'no-change' };
  await (before.tag === null ? cloud.call(DeleteTagsCommand, untagged(target)) : cloud.call(AddTagsCommand, tagged(target, before.tag)));
  return { effect: 'changed' };
};
