import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetObjectLockConfigurationCommand, HeadObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { AddTagsCommand, DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { iamActionsFor, iamActionsOf, operationOf, serviceOf } from '../../../core/action/iam.ts';

describe('what a command is called', () => {
  test('comes from its schema, not from its class name', () => {
    class Minified extends AddTagsCommand {}
    Object.defineProperty(Minified, 'name', { value: 'a' });
    expect(operationOf(Minified)).toBe('sagemaker:AddTags');
  });
  test.each([
    [InvokeEndpointCommand, 'sagemakerruntime', 'sagemaker:InvokeEndpoint', ['sagemaker:InvokeEndpoint']],
    [HeadObjectCommand, 's3', 's3:HeadObject', ['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucket']],
    [ListObjectVersionsCommand, 's3', 's3:ListObjectVersions', ['s3:ListBucketVersions']],
    [GetObjectLockConfigurationCommand, 's3', 's3:GetObjectLockConfiguration', ['s3:GetBucketObjectLockConfiguration']],
    [GetMetricDataCommand, 'cloudwatch', 'cloudwatch:GetMetricData', ['cloudwatch:GetMetricData']],
  ])('%p', (command, service, operation, actions) => {
    expect(serviceOf(command)).toBe(service);
    expect(operationOf(command)).toBe(operation);
    expect(iamActionsOf(command)).toEqual(actions);
  });
  test('a role gets each action once, sorted', () => {
    expect(iamActionsFor([HeadObjectCommand, DescribeEndpointCommand, HeadObjectCommand])).toEqual([
      's3:GetObject',
      's3:GetObjectVersion',
      's3:ListBucket',
      'sagemaker:DescribeEndpoint',
    ]);
  });
  test('a class without a schema is refused', () => {
    class Stranger {
      readonly input = {};
    }
    expect(() => operationOf(Stranger)).toThrow();
  });
});
