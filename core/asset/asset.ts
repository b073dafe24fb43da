import * as z from 'zod';
import type { Instant } from '../time.ts';
import { AccountId, Arn, Region, type Resource } from './resource.ts';

export const Tier = z.enum(['low', 'medium', 'high']);
export type Tier = z.output<typeof Tier>;
/** What an asset's owner prefers when nobody answers. A3 and L ignore it: they never fire on silence. */
export const FailMode = z.enum(['contain', 'keep-serving']);
export type FailMode = z.output<typeof FailMode>;
/** What callers of an asset do when it refuses them. */
export const WhenUnavailable = z.enum(['fail-open', 'fail-closed', 'fallback']);
export type WhenUnavailable = z.output<typeof WhenUnavailable>;

const Caller = z.strictObject({
  principal: Arn.describe('role ARN of the caller'),
  name: z.string().min(1).max(64).describe('what people call it'),
  fallback: z.string().max(200).optional().describe('what it does instead while the asset refuses it; absent: its work fails'),
});
export type Caller = z.output<typeof Caller>;

/** A parameter with at least one folder: of `name` and `/name` the ARN is the same, and PutParameter takes no ARN. */
const STORE = /^arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:parameter((?:\/[A-Za-z0-9_.-]+){2,15})$/;
const isStore = (text: unknown): text is Arn => typeof text === 'string' && STORE.test(text);
/** ARN of an SSM parameter that a switch is kept in. */
export const StoreArn = z
  .custom<Arn>(
    isStore,
    'the full ARN of an SSM parameter with a path, such as arn:aws:ssm:eu-west-1:111122223333:parameter/shop/chat/tools',
  )
  .meta({ type: 'string', pattern: '^arn:aws[a-z-]*:ssm:[a-z0-9-]+:[0-9]{12}:parameter/' });
/** Name of the parameter, as SSM wants it. Throws on an ARN that `StoreArn` would refuse. */
export const parameterName = (store: Arn): string => {
  const [, name] = STORE.exec(store) ?? [];
  if (name === undefined) throw new Error(`not the ARN of a parameter with a path: ${store}`);
  return name;
};
const Switch = z.strictObject({
  id: z
    .string()
    .max(64)
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'small letters, digits and single hyphens')
    .describe('what people call it; one that ends in `tools` takes away what an assistant may do, and playbooks find it by that'),
  does: z.string().min(1).max(200).describe('what switching it off takes away, as a sentence'),
  store: StoreArn.describe('the SSM parameter that holds `on` or `off`'),
});
export type Switch = z.output<typeof Switch>;

/** One reviewed entry of assets.yaml. Tags are labels; this file is the authority (design §3.5). */
export const AssetEntry = z.strictObject({
  arn: Arn.describe('the endpoint, bucket or model package group that is described'),
  tier: Tier.describe('how much harm it can do: high for money, people, infrastructure'),
  owner: z.string().min(1).max(64).describe('the person who answers for it; a key of people'),
  deputies: z.array(z.string().max(64)).max(8).default([]).describe('who is asked next when the owner does not answer'),
  failMode: FailMode.describe('what happens to containment when nobody answers'),
  whenUnavailable: WhenUnavailable.describe('what its callers do when it refuses them'),
  callers: z.array(Caller).max(64).default([]).describe('who calls it; callers that are not listed are shown as unknown'),
  switches: z.array(Switch).max(16).default([]).describe('what can be taken away from it without stopping it'),
});
export type AssetEntry = z.output<typeof AssetEntry>;

export const Person = z.strictObject({
  name: z.string().min(1).max(64).describe('shown to people'),
  roles: z
    .array(z.enum(['responder', 'approver', 'security', 'owner', 'commander', 'legal', 'break-glass', 'facilitator']))
    .min(1)
    .describe('what this person may decide'),
  title: z.string().max(80).describe('job title, shown beside the name'),
  asleepUntil: z
    .string()
    .regex(/^\d\d:\d\dZ$/)
    .optional()
    .describe('UTC; shown, and asked last'),
  slack: z
    .string()
    .regex(/^[UW][A-Z0-9]{1,31}$/)
    .optional()
    .describe('Slack user id; without it this person decides nothing in Slack'),
});
export type Person = z.output<typeof Person>;

/** Is this person asleep at this instant? `asleepUntil` is a time of day in UTC; before it, they are. */
export const isAsleep = ({ asleepUntil }: Person, now: Instant): boolean =>
  asleepUntil !== undefined && now.slice(11, 16) < asleepUntil.slice(0, 5);

/** assets.yaml, reviewed like code: who owns what, and who is who. */
export const AssetsFile = z.strictObject({
  apiVersion: z.literal('cordon/v1'),
  kind: z.literal('Assets'),
  company: z.string().min(1).max(64),
  members: z
    .array(z.strictObject({ account: AccountId, regions: z.array(Region).min(1), name: z.string().max(64) }))
    .min(1)
    .describe('accounts where Cordon may act; events from elsewhere are recorded only'),
  detectionSources: z
    .array(z.strictObject({ source: z.string().min(1).max(128), account: AccountId }))
    .max(64)
    .default([])
    .describe('applications whose AI Detections are believed to be theirs'),
  people: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/), Person),
  assets: z.array(AssetEntry).max(5000),
});
export type AssetsFile = z.output<typeof AssetsFile>;

/** An adopted asset together with what an inventory look-up found. */
export interface Asset extends Resource, AssetEntry {
  readonly arn: Arn;
  /** In the reviewed assets.yaml. Only adopted assets may be changed. */
  readonly adopted: boolean;
  readonly links: readonly AssetLink[];
  readonly seenAt: Instant;
}
export interface AssetLink {
  readonly as: 'runs-as' | 'serves' | 'loads-from' | 'trained-on';
  readonly arn: Arn;
  readonly source: string;
}

/** SageMaker keeps no endpoint-config history; this is it. `until` absent: in service now. */
export interface ConfigPeriod {
  readonly endpoint: Arn;
  readonly config: string;
  readonly from: Instant;
  readonly until?: Instant;
  readonly by: string;
}
