import { DescribeModelPackageCommand, UpdateModelPackageCommand, type ModelApprovalStatus } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import type { Cloud } from '../../core/action/cloud.ts';
import { defineAction } from '../../core/action/define.ts';
import type { Proof } from '../../core/action/plan.ts';
import { packageName } from '../../core/asset/location.ts';
import { sagemakerArn, targetOf, type Target } from '../../core/asset/resource.ts';
import { oneLine, refuse, said } from '../refuse.ts';

const Status = z.enum(['Approved', 'Rejected', 'PendingManualApproval']) satisfies z.ZodType<ModelApprovalStatus>;
const Before = z.strictObject({ status: Status, description: z.string() });
type Seen = z.output<typeof Before>;

const seenOf = async (cloud: Cloud<typeof DescribeModelPackageCommand>, target: Target): Promise<Seen> => {
  const seen = await cloud.call(DescribeModelPackageCommand, { ModelPackageName: target.arn });
  const status = Status.safeParse(seen.ModelApprovalStatus);
  if (seen.ModelPackageArn !== target.arn || !status.success)
    throw refuse(
      'invalid',
      `${packageName(target.arn)} cannot be rejected`,
      `it is ${seen.ModelPackageArn ?? 'nothing'} with status ${seen.ModelApprovalStatus ?? 'none'}`,
      'npx cordon status',
    );
  // A description that is sent back must not exceed what the API takes; it was within the limit when it was set.
  return { status: status.data, description: oneLine(seen.ApprovalDescription ?? '', 1024) };
};
const inputOf = (target: Target, { status, description }: Seen) => ({
  ModelPackageArn: target.arn,
  ModelApprovalStatus: status,
  ApprovalDescription: description,
});
const rejectionOf = (incidentId: string, reason: string | undefined): Seen => ({
  status: 'Rejected',
  description: oneLine(`Rejected by Cordon, ${incidentId}${reason === undefined ? '' : `: ${reason}`}`, 300),
});

const prove = async (cloud: Cloud<typeof DescribeModelPackageCommand>, target: Target, wanted: Seen['status']): Promise<Proof> => {
  const { status } = await seenOf(cloud, target);
  return status === wanted
    ? { kind: 'proven', after: { status }, observed: [`${packageName(target.arn)} is ${status}`] }
    : { kind: 'refuted', because: `${packageName(target.arn)} is ${status}, not ${wanted}` };
};

/** Marks a version as not to be deployed, so that no pipeline and no person picks it again. Changes nothing that runs. */
export const rejectModelPackage = defineAction({
  id: 'sagemaker.reject-model-package',
  title: 'Reject a model version in the registry',
  risk: 'A1',
  input: z.strictObject({
    modelPackage: sagemakerArn('model-package').describe('ARN of the model package version to reject'),
    reason: z.string().max(200).optional().describe('why, for whoever looks at the registry'),
  }),
  before: Before,
  reads: [DescribeModelPackageCommand],
  writes: [UpdateModelPackageCommand],
  probes: [],
  needs: [],
  // Status and description are overwritten.
  endangers: ['model-package'],
  effect: 'change',
  target: ({ modelPackage }) => targetOf(modelPackage),
  settle: { everySeconds: 5, atMostSeconds: 60 },
  look: async ({ modelPackage, reason }, { cloud }, { incidentId }) => {
    const target = targetOf(modelPackage);
    const before = await seenOf(cloud, target);
    return {
      before,
      guard: { status: before.status },
      writes:
        before.status === 'Rejected'
          ? []
          : [{ operation: 'sagemaker:UpdateModelPackage', input: inputOf(target, rejectionOf(incidentId, reason)) }],
      impact: [
        before.status === 'Rejected'
          ? `${packageName(target.arn)} is rejected already`
          : `${packageName(target.arn)} goes from ${before.status} to Rejected; endpoints that serve it go on`,
        // https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-approve.html
        'a delivery pipeline that watches the registry may deploy the next approved version',
      ],
    };
  },
  apply: async ({ target, writes }, { cloud }) => {
    const { status } = await seenOf(cloud, target);
    const planned = writes[0]?.input.ApprovalDescription;
    if (status === 'Rejected') return { effect: 'no-change' };
    if (typeof planned !== 'string')
      throw refuse(
        'conflict',
        `${packageName(target.arn)} was approved again meanwhile`,
        `it is ${status}; the plan has nothing to do`,
        'npx cordon status',
      );
    await cloud.call(UpdateModelPackageCommand, inputOf(target, { status: 'Rejected', description: planned }));
    return { effect: 'changed' };
  },
  verify: ({ target }, { cloud }) => prove(cloud, target, 'Rejected'),
  undo: {
    // An approved version may be deployed within minutes.
    risk: 'L',
    writes: ({ target, before }) => [{ operation: 'sagemaker:UpdateModelPackage', input: inputOf(target, before) }],
    drift: async ({ target, before }, after, { cloud }) => {
      const { status } = await seenOf(cloud, target);
      return status === before.status || status === after.status ? [] : [`it is ${status}, not ${said(after.status)}`];
    },
    run: async ({ target, before }, { cloud }) => {
      if ((await seenOf(cloud, target)).status === before.status) return { effect: 'no-change' };
      await cloud.call(UpdateModelPackageCommand, inputOf(target, before));
      return { effect: 'changed' };
    },
    verify: ({ target, before }, { cloud }) => prove(cloud, target, before.status),
  },
});
