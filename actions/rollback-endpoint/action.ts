import * as z from 'zod';
import { defineAction } from '../../core/action/define.ts';
import { sagemakerArn, targetOf } from '../../core/asset/resource.ts';
import { Instant } from '../../core/time.ts';
import { said } from '../refuse.ts';
import { endpointState } from '../endpoint-state.ts';
import { READS, WRITES } from './calls.ts';
import { look } from './look.ts';
import { proveConfig } from './proof.ts';
import { Before, moveTo, theWrite } from './update.ts';

const S3Prefix = z
  .string()
  .max(1100)
  .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/\P{Cc}*$/u, 's3://bucket/prefix');

/** Back to the newest config that is known to be good; refuses, with its reasons, when there is none (design §4.3). */
export const rollbackEndpoint = defineAction({
  id: 'sagemaker.rollback-endpoint',
  title: 'Roll an endpoint back to its last good model',
  risk: 'A2-change',
  input: z.strictObject({
    endpoint: sagemakerArn('endpoint').describe('ARN of the endpoint to roll back'),
    badData: z.array(S3Prefix).max(16).optional().describe('S3 prefixes of the poisoned training data'),
    badSince: Instant.optional().describe('when the first bad data, or the first bad version, appeared'),
    config: z
      .string()
      .regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/)
      .optional()
      .describe('name of the config to go back to; it must pass every check all the same'),
  }),
  before: Before,
  reads: READS,
  writes: WRITES,
  probes: [],
  needs: ['assets'],
  // The old fleet, and what DescribeEndpoint says about it, are gone afterwards.
  endangers: ['endpoint', 'metrics'],
  effect: 'change',
  target: ({ endpoint }) => targetOf(endpoint),
  // A crash-looping container keeps an update open for about 24 minutes (aws.md §3.1).
  settle: { everySeconds: 30, atMostSeconds: 2700 },
  look: ({ endpoint, badData, badSince, config }, ports) =>
    look(targetOf(endpoint), { bad: { data: badData ?? [], since: badSince }, config }, ports),
  apply: async ({ target, before }, { cloud }) => ({
    ...(await moveTo(cloud, target, before.config, before.to, before.retain)),
    output: { fromConfig: before.config, toConfig: before.to, fromPackages: before.packages, toPackage: before.toPackages[0] ?? null },
  }),
  verify: ({ target, before }, { cloud }, { seen }) =>
    proveConfig(cloud, target, { ...before, from: before.config, packages: before.toPackages }, seen),
  undo: {
    risk: 'A2-change',
    writes: ({ target, before }) => [theWrite(target, before.config, before.retain)],
    drift: async ({ target, before }, after, { cloud }) => {
      const { config, status } = await endpointState(cloud, target);
      if (config === before.config && status === 'InService') return [];
      return [
        ...(config === after.config ? [] : [`it runs ${config}, not ${said(after.config)}`]),
        ...(status === 'InService' ? [] : [`it is ${status}, not InService`]),
      ];
    },
    run: ({ target, before }, { cloud }) => moveTo(cloud, target, before.to, before.config, before.retain),
    verify: ({ target, before }, { cloud }, { seen }) =>
      proveConfig(cloud, target, { ...before, from: before.to, to: before.config, digests: [] }, seen),
  },
});
