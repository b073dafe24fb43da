import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetPolicyCommand, GetPolicyVersionCommand, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import { AddTagsCommand, DeleteTagsCommand, DescribeEndpointCommand, ListTagsCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import type { Cloud } from '../../core/action/cloud.ts';

export const READS = [
  DescribeEndpointCommand,
  ListTagsCommand,
  GetMetricDataCommand,
  ListAttachedRolePoliciesCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
] as const;
export const WRITES = [AddTagsCommand, DeleteTagsCommand] as const;
export const PROBES = [InvokeEndpointCommand] as const;

export type Reads = Cloud<(typeof READS)[number]>;
export type Canary = Cloud<(typeof PROBES)[number]>;
