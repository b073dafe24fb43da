import { resourceOf, type Resource } from '../core/asset/resource.ts';
import { failed } from '../core/failure.ts';
import type { JsonObject } from '../core/json.ts';
import { arnOrName, detected, named } from '../core/finding/detected.ts';
import type { EventEnvelope, Source } from '../core/finding/detection.ts';
import { shown, unreadable } from '../core/finding/envelope.ts';
import { at, listAt, numberAt, textAt } from '../core/finding/field.ts';
import { guarddutySeverity, guarddutySignal } from './guardduty-signal.ts';

const FINDING_ARN = /^arn:aws[a-z-]*:guardduty:[a-z0-9-]{2,32}:\d{12}:detector\/[A-Za-z0-9]{1,64}\/finding\/[A-Za-z0-9]{1,64}$/;

/** A Bedrock model or profile ARN, a Bedrock model id (has a dot) or a bare SageMaker endpoint name. */
const modelOf = (id: string | undefined, where: Pick<EventEnvelope, 'account' | 'region'>): Resource | undefined =>
  arnOrName(id !== undefined && /^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/.test(id) ? 'endpoint' : 'model', id, where);

const resourcesOf = (detail: JsonObject, where: Pick<EventEnvelope, 'account' | 'region'>): readonly (Resource | undefined)[] => [
  ...listAt(detail, 'resource', 'modelDetails').map((model) => modelOf(textAt(model, 'modelId'), where)),
  ...listAt(detail, 'resource', 'bedrockGuardrailDetails', 'guardrails').map((rail) => arnOrName('guardrail', textAt(rail, 'arn'), where)),
  arnOrName('guardrail', textAt(detail, 'resource', 'bedrockGuardrailDetails', 'guardrailArn'), where),
  ...listAt(detail, 'resource', 's3BucketDetails').map((bucket) =>
    arnOrName('bucket', textAt(bucket, 'arn') ?? textAt(bucket, 'name'), where),
  ),
  ...listAt(detail, 'service', 'detection', 'sequence', 'resources').map((resource) =>
    arnOrName(at(resource, 'resourceType') === 'SAGEMAKER_ENDPOINT' ? 'endpoint' : 'other', textAt(resource, 'uid'), where),
  ),
  ...Object.values(at(detail, 'service', 'action', 'awsApiCallAction', 'affectedResources') ?? {}).map((arn) =>
    typeof arn === 'string' ? resourceOf(arn) : undefined,
  ),
  named('access-key', textAt(detail, 'resource', 'accessKeyDetails', 'accessKeyId'), where),
];

/** `sample` is a flag of the event, of the API's packed `value`, or only a mark in the title, by age of the finding. */
const isSample = (detail: JsonObject): boolean => {
  const info = at(detail, 'service', 'additionalInfo');
  const flag = at(info, 'sample');
  const packed = at(info, 'value');
  const inValue = typeof packed === 'string' && /"sample"\s*:\s*true/.test(packed);
  return flag === true || flag === 'true' || inValue || (textAt(detail, 'title') ?? '').startsWith('[SAMPLE]');
};

export const guarddutyFinding: Source = {
  id: 'guardduty-finding',
  // No filter on severity: every finding of AI Protection is "Low".
  pattern: { source: ['aws.guardduty'], 'detail-type': ['GuardDuty Finding'] },
  parse: (event, rawDigest) => {
    const { detail } = event;
    const [arn, type, account] = [textAt(detail, 'arn'), textAt(detail, 'type'), textAt(detail, 'accountId')];
    if (arn === undefined || !FINDING_ARN.test(arn))
      return failed(unreadable(`detail.arn: must be the ARN of a GuardDuty finding, found ${shown(detail['arn'])}`, 'sample-finding'));
    if (type === undefined)
      return failed(unreadable(`detail.type: must be a finding type, found ${shown(detail['type'])}`, 'sample-finding'));
    if (account === undefined || !/^\d{12}$/.test(account))
      return failed(
        unreadable(`detail.accountId: an AWS account id has exactly 12 digits, found ${shown(detail['accountId'])}`, 'sample-finding'),
      );
    const where = { account, region: textAt(detail, 'region') ?? event.region };
    const severity = numberAt(detail, 'severity');
    const service = textAt(detail, 'service', 'action', 'awsApiCallAction', 'serviceName');
    const api = textAt(detail, 'service', 'action', 'awsApiCallAction', 'api');
    const archived = at(detail, 'service', 'archived') === true;
    return detected('guardduty-finding', event, rawDigest, {
      ...where,
      product: 'Amazon GuardDuty',
      uid: arn,
      correlationKey: `guardduty:${arn}`,
      signal: guarddutySignal({ type, severity: severity ?? 0, service, api, archived }),
      title: textAt(detail, 'title') ?? type,
      severityId: guarddutySeverity(severity),
      resources: resourcesOf(detail, where),
      principals: [
        textAt(detail, 'resource', 'accessKeyDetails', 'userName'),
        ...listAt(detail, 'service', 'detection', 'sequence', 'actors').map((actor) => textAt(actor, 'user', 'name')),
      ],
      attributes: {
        type,
        severity,
        service,
        api,
        count: numberAt(detail, 'service', 'count'),
        userType: textAt(detail, 'resource', 'accessKeyDetails', 'userType'),
        principalId: textAt(detail, 'resource', 'accessKeyDetails', 'principalId'),
        // NONE: the guardrail only watched, so the attack got through.
        guardrailAction: textAt(detail, 'resource', 'bedrockGuardrailDetails', 'guardrailAction'),
        firstSeen: textAt(detail, 'service', 'eventFirstSeen'),
      },
      isSample: isSample(detail),
    });
  },
  // GuardDuty aggregates repeats of a finding for up to 90 days.
  correlationWindow: 'P90D',
  doc: {
    sentence: 'Threats that GuardDuty saw, among them AI Protection: unusual model calls, cost harvesting, direct prompt injection.',
    url: 'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html',
  },
  sample: {
    version: '0',
    id: '4c9b1b0e-52a5-4a6b-8a51-9d6f0f3c1002',
    'detail-type': 'GuardDuty Finding',
    source: 'aws.guardduty',
    account: '111122223333',
    time: '2026-11-20T02:31:10Z',
    region: 'eu-west-1',
    resources: [],
    detail: {
      schemaVersion: '2.0',
      accountId: '111122223333',
      region: 'eu-west-1',
      partition: 'aws',
      id: '5ac7d2f01b9e4c6f8a30b1c2d3e4f501',
      arn: 'arn:aws:guardduty:eu-west-1:111122223333:detector/12abc34d567e8fa901bc2d34e56789f0/finding/5ac7d2f01b9e4c6f8a30b1c2d3e4f501',
      type: 'Impact:IAMUser/AnomalousModelInvocation',
      severity: 2,
      title: 'A principal called a model in an unusual way.',
      description: 'The role batch-nightly invoked the endpoint fraud-scorer far more often than in the last 30 days.',
      createdAt: '2026-11-20T02:30:00.000Z',
      updatedAt: '2026-11-20T02:31:00.000Z',
      resource: {
        resourceType: 'AccessKey',
        accessKeyDetails: {
          accessKeyId: 'ASIAEXAMPLEBATCH0001',
          principalId: 'AROAEXAMPLEBATCH0001:batch',
          userName: 'batch-nightly',
          userType: 'AssumedRole',
        },
        modelDetails: [{ modelId: 'fraud-scorer' }],
      },
      service: {
        serviceName: 'guardduty',
        detectorId: '12abc34d567e8fa901bc2d34e56789f0',
        archived: false,
        count: 3,
        eventFirstSeen: '2026-11-20T02:10:00.000Z',
        eventLastSeen: '2026-11-20T02:30:00.000Z',
        resourceRole: 'TARGET',
        additionalInfo: { sample: false, type: 'default', value: '{}' },
        action: {
          actionType: 'AWS_API_CALL',
          awsApiCallAction: { api: 'InvokeEndpoint', serviceName: 'sagemaker.amazonaws.com', callerType: 'Remote IP' },
        },
      },
    },
  },
};
