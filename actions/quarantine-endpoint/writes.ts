import { AddTagsCommand, DeleteTagsCommand, type ListTagsCommand } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import type { Cloud } from '../../core/action/cloud.ts';
import type { Applied, PlannedWrite } from '../../core/action/plan.ts';
import { QUARANTINE } from '../../core/asset/coverage.ts';
import type { Target } from '../../core/asset/resource.ts';
import type { IncidentId } from '../../core/id.ts';
import { quarantineTag } from '../endpoint-state.ts';
import { oneLine, refuse } from '../refuse.ts';

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

/** A tag that is there already denies everybody, whoever set it; another one would take that quarantine over, and lift it when it is released. */
export const theWrite = (target: Target, tag: string | null, incident: string): readonly PlannedWrite[] =>
  tag === null ? [{ operation: 'sagemaker:AddTags', input: tagged(target, incident) }] : [];
/** A tag that was there before us stays: whoever set it takes it away. */
export const wayBack = (target: Target, { tag }: Before): readonly PlannedWrite[] =>
  tag === null ? [{ operation: 'sagemaker:DeleteTags', input: untagged(target) }] : [];

const isIncident = (tag: string): tag is IncidentId => tag.startsWith('inc-');
/** The incident whose quarantine this one shares, if the tag says another one's. Whether that one really holds it is the engine's to find out. */
export const restsOn = (target: Target, tag: string | null, incident: string): IncidentId | undefined => {
  if (tag === null || tag === incident) return undefined;
  if (isIncident(tag)) return tag;
  throw refuse(
    'conflict',
    `${target.name} is quarantined by somebody else`,
    `its tag ${QUARANTINE} says ${oneLine(tag, 80)}`,
    'npx cordon list',
  );
};
/** What the tag must say as long as this quarantine holds. */
export const heldTag = ({ tag }: Before, incident: string): string => tag ?? incident;

export const deny = async (cloud: Writes, target: Target, incident: string): Promise<Applied> => {
  const tag = await quarantineTag(cloud, target);
  if (tag === incident) return { effect: 'no-change' };
  if (tag !== null)
    throw refuse(
      'conflict',
      `${target.name} was quarantined by another incident meanwhile`,
      `its tag says ${oneLine(tag, 80)}`,
      'npx cordon list',
    );
  await cloud.call(AddTagsCommand, tagged(target, incident));
  return { effect: 'changed' };
};

export const lift = async (cloud: Writes, target: Target, before: Before): Promise<Applied> => {
  if (before.tag !== null || (await quarantineTag(cloud, target)) === null) return { effect: 'no-change' };
  await cloud.call(DeleteTagsCommand, untagged(target));
  return { effect: 'changed' };
};
