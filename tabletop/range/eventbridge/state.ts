import type { JsonObject } from '../../../core/json.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';

export interface EventBus {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly description?: string;
  readonly deadLetterArn?: string;
  /** Its resource policy, as it was put. */
  readonly policy?: JsonObject;
  readonly tags: Readonly<Record<string, string>>;
}
export type RuleState = 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
export interface Rule {
  readonly arn: string;
  readonly name: string;
  /** ARN of its bus. */
  readonly bus: string;
  readonly account: string;
  readonly region: string;
  /** As the caller wrote it. */
  readonly pattern: string;
  readonly state: RuleState;
  readonly description?: string;
  readonly roleArn?: string;
  /** The service whose rule it is; people may not change it. */
  readonly managedBy?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly targets: readonly Target[];
}
/** A target as PutTargets took it: plain JSON, checked. */
export interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: { readonly InputPathsMap?: Readonly<Record<string, string>>; readonly InputTemplate: string };
  readonly SageMakerPipelineParameters?: {
    readonly PipelineParameterList?: readonly { readonly Name: string; readonly Value: string }[];
  };
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly RetryPolicy?: { readonly MaximumRetryAttempts?: number; readonly MaximumEventAgeInSeconds?: number };
}

export const busesOf = (world: World): Table<EventBus> => world.store.table<EventBus>('eventbridge.bus');
export const rulesOf = (world: World): Table<Rule> => world.store.table<Rule>('eventbridge.rule');

export const ALL_READS: RuleState = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
/** Whether anybody wants to hear of reads here: only then is it worth telling. */
export const wantsReads = (world: World, account: string, region: string): boolean =>
  rulesOf(world)
    .values()
    .some((rule) => rule.state === ALL_READS && rule.account === account && rule.region === region);
