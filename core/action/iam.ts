import * as z from 'zod';
import type { Command } from './cloud.ts';
import type { PlannedWrite } from './plan.ts';

/** The head of an operation schema of the SDK: [9, namespace, name, …]. Minifiers rename classes, never this. */
const Schema = z.tuple([z.literal(9), z.string().startsWith('com.amazonaws.'), z.string().min(1)]).rest(z.unknown());
const Made = z.object({ schema: Schema });

/** IAM prefixes that differ from the SDK's namespace. https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const PREFIXES: Readonly<Record<string, string>> = {
  sagemakerruntime: 'sagemaker',
  cloudwatchlogs: 'logs',
  eventbridge: 'events',
  applicationautoscaling: 'application-autoscaling',
};

/** Operations whose permission has another name, or that need more than one. Same source as above. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  // Without ListBucket a missing object answers 403, and nobody could tell "gone" from "denied".
  's3:HeadObject': ['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucket'],
  's3:GetObject': ['s3:GetObject', 's3:GetObjectVersion'],
  's3:GetObjectAttributes': ['s3:GetObject', 's3:GetObjectAttributes', 's3:GetObjectVersion', 's3:GetObjectVersionAttributes'],
  's3:HeadBucket': ['s3:ListBucket'],
  's3:ListObjectsV2': ['s3:ListBucket'],
  's3:ListObjects': ['s3:ListBucket'],
  's3:ListObjectVersions': ['s3:ListBucketVersions'],
  's3:ListBuckets': ['s3:ListAllMyBuckets'],
  's3:DeleteObjects': ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  's3:CreateMultipartUpload': ['s3:PutObject'],
  's3:UploadPart': ['s3:PutObject'],
  's3:CompleteMultipartUpload': ['s3:PutObject'],
  's3:CopyObject': ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
  's3:GetObjectLockConfiguration': ['s3:GetBucketObjectLockConfiguration'],
  'lambda:Invoke': ['lambda:InvokeFunction'],
};

interface Operation {
  /** The SDK's own name of the service, which picks the client: `sagemakerruntime`. */
  readonly service: string;
  readonly name: string;
}
const describe = (command: Command): Operation => {
  // A command class is abstract to us, because each one takes another input; Reflect builds it all the same, and the answer is parsed, not believed.
  const made: unknown = Reflect.construct(command, [{}]);
  const [, namespace, name] = Made.parse(made).schema;
  return { service: namespace.slice('com.amazonaws.'.length), name };
};

const known = new Map<Command, Operation>();
const operation = (command: Command): Operation => {
  const found = known.get(command) ?? describe(command);
  known.set(command, found);
  return found;
};

/** Which SDK client sends it: `sagemaker`, `sagemakerruntime`, `s3` … */
export const serviceOf = (command: Command): string => operation(command).service;

/** As AWS and people name the call, on cards, in plans and in the ledger: `sagemaker:AddTags`. */
export const operationOf = (command: Command): PlannedWrite['operation'] => {
  const { service, name } = operation(command);
  return `${PREFIXES[service] ?? service}:${name}`;
};

/** What a role needs in order to make this one call. */
export const iamActionsOf = (command: Command): readonly string[] => iamActionsOfOperation(operationOf(command));
/** The same, for who has the catalog only: `s3:HeadObject`. */
export const iamActionsOfOperation = (operation: string): readonly string[] => EXCEPTIONS[operation] ?? [operation];

/** The statement of a role that makes these calls: sorted, without repeats. */
export const iamActionsFor = (commands: readonly Command[]): readonly string[] => [...new Set(commands.flatMap(iamActionsOf))].toSorted();
