import { resourceOf } from '../core/asset/resource.ts';
import { failed } from '../core/failure.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { detected } from '../core/finding/detected.ts';
import type { Source } from '../core/finding/detection.ts';
import { shown, unreadable } from '../core/finding/envelope.ts';
import { listAt, numberAt, objectAt, textAt } from '../core/finding/field.ts';

const sumOf = (variants: readonly Json[], key: string): number | undefined => {
  const counts = variants.map((variant) => numberAt(variant, key));
  return counts.length === 0 || counts.includes(undefined) ? undefined : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
};
const imagesOf = (from: Json | undefined): ReadonlySet<string> =>
  new Set(
    listAt(from, 'ProductionVariants').flatMap((variant) =>
      listAt(variant, 'DeployedImages').flatMap((image) => textAt(image, 'ResolvedImage') ?? textAt(image, 'SpecifiedImage') ?? []),
    ),
  );

/** Another config or another image is on its way in: the only state change that can bring a bad model. */
const changing = (detail: JsonObject): boolean => {
  const pending = objectAt(detail, 'PendingDeploymentSummary');
  if (pending === undefined) return false;
  const config = textAt(pending, 'EndpointConfigName');
  const now = imagesOf(detail);
  const other = [...imagesOf(pending)].some((image) => now.size > 0 && !now.has(image));
  return other || (config !== undefined && config !== textAt(detail, 'EndpointConfigName'));
};

const SIGNALS: Readonly<Record<string, string>> = {
  FAILED: 'endpoint-failed',
  OUT_OF_SERVICE: 'endpoint-failed',
  UPDATE_ROLLBACK_FAILED: 'endpoint-failed',
  ROLLING_BACK: 'endpoint-rolling-back',
  DELETING: 'endpoint-deleting',
};

export const sagemakerEndpointState: Source = {
  id: 'sagemaker-endpoint-state',
  pattern: { source: ['aws.sagemaker'], 'detail-type': ['SageMaker Endpoint State Change', 'SageMaker Endpoint Deployment State Change'] },
  parse: (event, rawDigest) => {
    const { detail } = event;
    const endpoint = resourceOf(textAt(detail, 'EndpointArn') ?? '');
    if (endpoint?.kind !== 'endpoint')
      return failed(
        unreadable(`detail.EndpointArn: must be the ARN of an endpoint, found ${shown(detail['EndpointArn'])}`, 'scaling-event'),
      );
    // UPPER_SNAKE in events, PascalCase in the API, unknown values pass as text: AWS adds states.
    const status = (textAt(detail, 'EndpointStatus') ?? 'UNKNOWN').replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
    const variants = listAt(detail, 'ProductionVariants');
    const [from, to] = [sumOf(variants, 'CurrentInstanceCount'), sumOf(variants, 'DesiredInstanceCount')];
    const config = textAt(detail, 'EndpointConfigName');
    const pendingConfig = textAt(detail, 'PendingDeploymentSummary', 'EndpointConfigName');
    const scaled = from !== undefined && to !== undefined && from !== to;
    const ended = Object.hasOwn(SIGNALS, status) ? SIGNALS[status] : undefined;
    const signal = changing(detail) ? 'endpoint-config-changing' : (ended ?? (scaled ? 'endpoint-scaled' : 'endpoint-state-changed'));
    const titles: Readonly<Record<string, string>> = {
      'endpoint-config-changing': `${endpoint.name} is changing from ${config ?? 'its config'} to ${pendingConfig ?? 'another one'}`,
      'endpoint-scaled': `An endpoint scaled ${from} -> ${to} instances`,
    };
    return detected('sagemaker-endpoint-state', event, rawDigest, {
      product: 'Amazon SageMaker AI',
      // SageMaker may send several events for one change; they say the same.
      correlationKey: `endpoint:${endpoint.arn}:${signal}:${pendingConfig ?? config ?? ''}`,
      signal,
      title: titles[signal] ?? `${endpoint.name} is ${status}`,
      severityId: 1,
      resources: [endpoint],
      attributes: {
        status,
        config,
        pendingConfig,
        instancesFrom: from,
        instancesTo: to,
        failureReason: textAt(detail, 'FailureReason'),
        message: textAt(detail, 'ProductionVariants', 0, 'VariantStatus', 0, 'StatusMessage'),
      },
    });
  },
  correlationWindow: 'PT1H',
  doc: {
    sentence: 'What SageMaker says about an endpoint: created, updating, scaled, failed, and which config is on its way in.',
    url: 'https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html',
  },
  sample: {
    version: '0',
    id: '0a5e1f0c-6f1b-4d52-8c55-57f7be0a1003',
    'detail-type': 'SageMaker Endpoint State Change',
    source: 'aws.sagemaker',
    account: '111122223333',
    time: '2026-11-19T14:02:07Z',
    region: 'eu-west-1',
    resources: ['arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer'],
    detail: {
      EndpointName: 'fraud-scorer',
      EndpointArn: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer',
      EndpointConfigName: 'fraud-cfg-7',
      EndpointStatus: 'IN_SERVICE',
      CreationTime: 1_756_713_600_000,
      LastModifiedTime: 1_795_096_920_000,
    },
  },
};
