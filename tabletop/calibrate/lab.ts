import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { ProductionVariantInstanceType, SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { STSClient } from '@aws-sdk/client-sts';

export interface LabClients {
  readonly sagemaker: SageMakerClient;
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly cloudtrail: CloudTrailClient;
  readonly eventbridge: EventBridgeClient;
  readonly logs: CloudWatchLogsClient;
  /** The runtime, called as somebody else. */
  readonly runtimeAs: (credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  }) => SageMakerRuntimeClient;
}
/** Time as the account under measurement has it. */
export interface LabTime {
  /** Milliseconds. */
  readonly now: () => number;
  readonly wait: (seconds: number) => Promise<void>;
}
export interface LabPlace {
  readonly account: string;
  readonly region: string;
  /** An existing SageMaker model of this account that costs little to run. */
  readonly model: string;
  readonly instanceType: ProductionVariantInstanceType;
  /** Part of every name that is made here. */
  readonly run: string;
}
export interface Lab extends LabPlace, LabTime {
  readonly clients: LabClients;
  readonly endpoint: { readonly name: string; readonly arn: string };
  /** Two configs that differ in their name only. */
  readonly configs: readonly [string, string];
  readonly variant: string;
  /** A role that may call the endpoint unless it is tagged. */
  readonly caller: { readonly role: string; readonly runtime: SageMakerRuntimeClient };
  /** Attached to the caller, it refuses every call. */
  readonly denyPolicyArn: string;
  readonly note: (line: string) => void;
}
/** The tag that the caller's deny looks for: not the one that an organisation may protect. */
export const LAB_TAG = 'cordon-calibrate';
