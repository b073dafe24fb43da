import { join } from 'node:path';
import {
  aws_iam as iam,
  aws_lambda as lambda,
  aws_logs as logs,
  type Duration,
  RemovalPolicy,
  type aws_sqs as sqs,
  type Stack,
} from 'aws-cdk-lib';
import type { Config } from './config.ts';

export interface FunctionSpec {
  /** Of the function, its role and its bundle. */
  readonly name: string;
  readonly says: string;
  readonly timeout: Duration;
  /** Default 512 MB: CPU comes with memory, and a cold start is CPU. */
  readonly memoryMegabytes?: number;
  readonly environment: Readonly<Record<string, string>>;
  /** A durable execution lasts this long; absent: an ordinary function. */
  readonly durable?: lambda.DurableConfig;
  /** Kept free for this function, so that a storm elsewhere cannot starve it. */
  readonly reservedConcurrency?: number;
  /** For functions that are invoked asynchronously. */
  readonly deadLetters?: sqs.IQueue;
}
export interface Made {
  readonly fn: lambda.Function;
  readonly role: iam.Role;
  readonly log: logs.LogGroup;
}

/** The role comes first: keys and buckets name it before the function exists. */
export const makeRole = (stack: Stack, name: string, says: string): iam.Role =>
  new iam.Role(stack, `${name}-role`, { roleName: name, description: says, assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });

/** A function of Cordon: they differ in what they may do, in nothing else. */
export const makeFunction = (stack: Stack, { account, region }: Config, bundles: string, role: iam.Role, spec: FunctionSpec): Made => {
  const { name, says, timeout, memoryMegabytes = 512, environment, durable, reservedConcurrency, deadLetters } = spec;
  const log = new logs.LogGroup(stack, `${name}-log`, {
    logGroupName: `/aws/lambda/${name}`,
    retention: logs.RetentionDays.ONE_YEAR,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [log.logGroupArn] }));
  if (durable !== undefined) {
    // A durable execution is a part of a version, so the function's own ARN never matches.
    // https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html
    role.addToPolicy(
      new iam.PolicyStatement({
        actions: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
        resources: [`arn:aws:lambda:${region}:${account}:function:${name}:*`],
      }),
    );
  }
  const fn = new lambda.Function(stack, name, {
    functionName: name,
    description: says,
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    code: lambda.Code.fromAsset(join(bundles, name)),
    handler: 'index.handler',
    role,
    logGroup: log,
    timeout,
    memorySize: memoryMegabytes,
    environment: { ...environment },
    tracing: lambda.Tracing.ACTIVE,
    // An in-flight run keeps its version; CloudFormation would delete it with the next deployment.
    currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    ...(durable !== undefined && { durableConfig: durable }),
    ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
    ...(deadLetters !== undefined && { deadLetterQueue: deadLetters }),
  });
  return { fn, role, log };
};
