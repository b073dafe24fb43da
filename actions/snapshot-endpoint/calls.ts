import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { HeadObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  DescribeModelPackageCommand,
  DescribeTrainingJobCommand,
  ListTagsCommand,
} from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Cloud } from '../../core/action/cloud.ts';

export const READS = [
  GetCallerIdentityCommand,
  DescribeEndpointCommand,
  ListTagsCommand,
  GetMetricDataCommand,
  ListObjectVersionsCommand,
  LookupEventsCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  DescribeModelPackageCommand,
  HeadObjectCommand,
  DescribeImagesCommand,
  DescribeTrainingJobCommand,
] as const;
export type Read = (typeof READS)[number];
export type Reads = Cloud<Read>;
