import * as z from 'zod';

export type Arn = `arn:${string}`;

export const RESOURCE_KINDS = [
  'endpoint',
  'endpoint-config',
  'model',
  'model-package',
  'model-package-group',
  'training-job',
  'bucket',
  'object',
  'role',
  'access-key',
  'image',
  'guardrail',
  'agent',
  'other',
] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** Never a bare name: a name without account and region is how the wrong account gets contained. */
export interface Resource {
  readonly kind: ResourceKind;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Absent when the event names it only; the inventory fills it in before anything may act. */
  readonly arn?: Arn;
}
export type Target = Resource & { readonly arn: Arn };

/** Exactly twelve digits. https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html */
export const AccountId = z.string().regex(/^\d{12}$/, 'an AWS account id has exactly 12 digits');
export const Region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region, for example eu-west-1');

const ARN = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12})?:([\x21-\x7e]{1,1024})$/;
const isArn = (text: unknown): text is Arn => typeof text === 'string' && ARN.test(text);
export const Arn = z.custom<Arn>(isArn, 'an ARN with its account, never a bare name').meta({ type: 'string', pattern: '^arn:' });

/** An ARN of one SageMaker resource type, as an action input. */
export const sagemakerArn = (type: 'endpoint' | 'model-package') =>
  z
    .custom<Arn>(
      (text) =>
        isArn(text) && new RegExp(`^arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:\\d{12}:${type}/[A-Za-z0-9][A-Za-z0-9/-]{0,126}$`).test(text),
      `the full ARN of a SageMaker ${type}, never a bare name`,
    )
    .meta({ type: 'string', pattern: `^arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:[0-9]{12}:${type}/` });

/** A role, with its path if it has one. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/(?:[\w+=,.@-]{1,128}\/){0,8}[\w+=,.@-]{1,64}$/;
export const RoleArn = z
  .custom<Arn>((text) => isArn(text) && ROLE.test(text), 'the full ARN of an IAM role, never a bare name or a session')
  .meta({ type: 'string', pattern: '^arn:aws[a-z-]*:iam::[0-9]{12}:role/' });

export const Target: z.ZodType<Target> = z.strictObject({
  kind: z.enum(RESOURCE_KINDS),
  name: z.string().min(1).max(256),
  account: z.string().regex(/^\d{12}$|^$/),
  region: z.string(),
  arn: Arn,
});

const TYPES: Readonly<Record<string, ResourceKind>> = {
  'sagemaker:endpoint': 'endpoint',
  'sagemaker:endpoint-config': 'endpoint-config',
  'sagemaker:model': 'model',
  'sagemaker:model-package': 'model-package',
  'sagemaker:model-package-group': 'model-package-group',
  'sagemaker:training-job': 'training-job',
  'iam:role': 'role',
  'bedrock:guardrail': 'guardrail',
  'bedrock:agent': 'agent',
  'ecr:repository': 'image',
};

/** What an ARN names. `undefined` for text that is no ARN; unknown services become `other`. */
export const resourceOf = (arn: string): Target | undefined => {
  const parts = ARN.exec(arn);
  if (parts === null || !isArn(arn)) return undefined;
  const [, , service = '', region = '', account = '', rest = ''] = parts;
  if (service === 's3') return { kind: rest.includes('/') ? 'object' : 'bucket', name: rest, account, region, arn };
  const [type = '', ...name] = rest.split('/');
  return { kind: TYPES[`${service}:${type}`] ?? 'other', name: name.join('/') || rest, account, region, arn };
};
/** Same, for text that a schema has already accepted as an ARN. */
export const targetOf = (arn: Arn): Target => {
  const target = resourceOf(arn);
  if (target === undefined) throw new Error(`not an ARN: ${arn}`);
  return target;
};
