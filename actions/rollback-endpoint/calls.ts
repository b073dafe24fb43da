import { DescribeEndpointCommand, UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import type { Cloud } from '../../core/action/cloud.ts';
import { LINEAGE } from '../lineage.ts';

export const READS = [DescribeEndpointCommand, ...LINEAGE] as const;
export const WRITES = [UpdateEndpointCommand] as const;
export type Reads = Cloud<(typeof READS)[number]>;
export type Writes = Cloud<typeof DescribeEndpointCommand | typeof UpdateEndpointCommand>;
