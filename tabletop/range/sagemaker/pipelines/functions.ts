import type { JsonObject } from '../../../../core/json.ts';
import type { World } from '../../world.ts';
import { textOf } from '../asked.ts';
import { packagesOf } from '../registry/state.ts';
import { callAs, type Called } from './act.ts';
import type { Execution } from './state.ts';

type PipelineFunction = (world: World, execution: Execution, input: JsonObject) => Called;

/** The newest approved package of a group, whatever else is known about it: what a deploy pipeline ships. */
const latestApproved: PipelineFunction = (world, execution, input) => {
  const group = textOf(input['ModelPackageGroupName']);
  const seen = callAs(world, execution, 'ListModelPackages', {
    ModelPackageGroupName: group,
    ModelApprovalStatus: 'Approved',
    MaxResults: 1,
  });
  if ('problem' in seen) return seen;
  const found = packagesOf(world)
    .values()
    .filter((one) => one.account === execution.account && one.group === group && one.approval === 'Approved')
    .sort((a, b) => (b.version ?? 0) - (a.version ?? 0))[0];
  return found === undefined
    ? { problem: `ClientError: no approved package in ${group}` }
    : { output: { ModelPackageArn: found.arn, ModelPackageVersion: String(found.version) } };
};
const approve: PipelineFunction = (world, execution, input) =>
  callAs(world, execution, 'UpdateModelPackage', {
    ModelPackageArn: input['ModelPackageArn'],
    ModelApprovalStatus: 'Approved',
    ApprovalDescription: input['ApprovalDescription'] ?? 'automatic',
  });

/** Lambda functions that the sample company's pipelines call, by name. They stand for a few lines of script. */
export const FUNCTIONS: Readonly<Record<string, PipelineFunction>> = {
  'nb-latest-approved': latestApproved,
  'nb-approve-package': approve,
};
