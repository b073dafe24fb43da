import { aws_iam as iam, aws_s3 as s3, Duration, RemovalPolicy, Stack, type App } from 'aws-cdk-lib';
import type { Action } from '../core/action/define.ts';
import { actionFunctionName } from '../core/action/role-names.ts';
import type { Config } from './config.ts';

const evidenceWriters = (actions: readonly Action[]): readonly string[] =>
  actions.filter(({ needs }) => needs.includes('evidence')).map(({ id }) => actionFunctionName(id));

/** What writing and reading evidence takes. Without GetObjectRetention S3 does not say whether an object is locked, and nothing is sealed. */
export const EVIDENCE_OBJECT_ACTIONS = ['s3:GetObject', 's3:GetObjectRetention', 's3:GetObjectVersion', 's3:PutObject'];
export const EVIDENCE_BUCKET_ACTIONS = ['s3:ListBucket'];

/** Who read evidence is part of its custody: S3 writes it down. */
const logReads = (bucket: s3.Bucket, into: s3.Bucket): void => {
  const { defaultChild } = bucket.node;
  if (!(defaultChild instanceof s3.CfnBucket)) throw new Error('the evidence bucket has no resource');
  defaultChild.loggingConfiguration = { destinationBucketName: into.bucketName, logFilePrefix: 'evidence/' };
  into.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'WriteAccessLogs',
      principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [into.arnForObjects('evidence/*')],
      conditions: { ArnEquals: { 'aws:SourceArn': bucket.bucketArn } },
    }),
  );
};

/**
 * Evidence, in an account of its own. Compliance mode: during the retention nobody deletes or shortens, also not the root user. Encrypted
 * with S3's own key: a key of ours that somebody deletes would destroy what the lock protects.
 */
export const makeEvidence = (app: App, { account, region, evidence }: Config, actions: readonly Action[]): Stack => {
  const stack = new Stack(app, 'CordonEvidence', {
    env: { account: evidence.account, region },
    description: 'Cordon: evidence that nobody can delete',
  });
  const locked = { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, enforceSSL: true, removalPolicy: RemovalPolicy.RETAIN } as const;
  // S3 writes its access logs only into a bucket without default retention.
  const reads = new s3.Bucket(stack, 'Reads', {
    ...locked,
    bucketName: `${evidence.bucket}-reads`,
    encryption: s3.BucketEncryption.S3_MANAGED,
    versioned: true,
    lifecycleRules: [{ expiration: Duration.days(Math.max(evidence.retentionDays, 365)) }],
  });
  const bucket = new s3.Bucket(stack, 'Evidence', {
    ...locked,
    bucketName: evidence.bucket,
    encryption: s3.BucketEncryption.S3_MANAGED,
    versioned: true,
    objectLockEnabled: true,
    objectLockDefaultRetention: s3.ObjectLockRetention.compliance(Duration.days(evidence.retentionDays)),
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
  });
  logReads(bucket, reads);
  const writers = evidenceWriters(actions).map((name) => `arn:aws:iam::${account}:role/${name}`);
  const principals = writers.map((arn) => new iam.ArnPrincipal(arn));
  const everybody = [new iam.AnyPrincipal()];
  const { DENY } = iam.Effect;
  for (const statement of [
    new iam.PolicyStatement({ sid: 'Collect', principals, actions: EVIDENCE_OBJECT_ACTIONS, resources: [bucket.arnForObjects('*')] }),
    new iam.PolicyStatement({ sid: 'Find', principals, actions: EVIDENCE_BUCKET_ACTIONS, resources: [bucket.bucketArn] }),
    // A delete would only hide a locked version; hidden evidence is found late.
    new iam.PolicyStatement({
      sid: 'NobodyDeletes',
      effect: DENY,
      principals: everybody,
      actions: ['s3:BypassGovernanceRetention', 's3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutLifecycleConfiguration'],
      resources: [bucket.bucketArn, bucket.arnForObjects('*')],
    }),
    new iam.PolicyStatement({
      sid: 'OnlyCollectorsWrite',
      effect: DENY,
      principals: everybody,
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects('*')],
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': writers } },
    }),
  ])
    bucket.addToResourcePolicy(statement);
  return stack;
};
