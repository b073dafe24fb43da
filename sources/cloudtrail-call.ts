import { resourceOf, type Resource, type ResourceKind } from '../core/asset/resource.ts';
import { failed } from '../core/failure.ts';
import type { Json } from '../core/json.ts';
import { arnOrName, detected } from '../core/finding/detected.ts';
import type { EventEnvelope, Source } from '../core/finding/detection.ts';
import { shown, unreadable } from '../core/finding/envelope.ts';
import { at, listAt, objectAt, textAt } from '../core/finding/field.ts';
import { signalOfCall, WATCHED, WATCHED_NAMES } from './watched-calls.ts';

/** Which request parameter names what. Values may be ARNs, names, or the text HIDDEN_DUE_TO_SECURITY_REASONS. */
const PARAMETERS: readonly (readonly [string, ResourceKind])[] = [
  ['endpointName', 'endpoint'],
  ['endpointConfigName', 'endpoint-config'],
  ['modelName', 'model'],
  ['modelPackageName', 'model-package'],
  ['modelPackageGroupName', 'model-package-group'],
  ['trainingJobName', 'training-job'],
  ['guardrailIdentifier', 'guardrail'],
  ['modelId', 'model'],
  ['bucketName', 'bucket'],
  ['roleName', 'role'],
  ['keyId', 'other'],
  ['resourceArn', 'other'],
  ['notebookInstanceName', 'other'],
  ['monitoringScheduleName', 'other'],
  ['name', 'other'],
];
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const resourcesOf = (detail: Json, where: Pick<EventEnvelope, 'account' | 'region'>): readonly (Resource | undefined)[] => {
  const answered = Object.entries(objectAt(detail, 'responseElements') ?? {})
    .filter(([key]) => /arn$/i.test(key))
    .map(([, value]) => (typeof value === 'string' ? resourceOf(value) : undefined));
  const asked = PARAMETERS.map(([key, kind]) => {
    const text = textAt(detail, 'requestParameters', key);
    return text === HIDDEN ? undefined : arnOrName(kind, text, where);
  });
  // The answer's ARN is exact where the request has a bare name; the first resource of a kind wins.
  const seen = new Set<string>();
  return [...answered, ...asked].filter((resource) => {
    if (resource === undefined || seen.has(resource.kind)) return false;
    seen.add(resource.kind);
    return true;
  });
};

const tagKeysOf = (detail: Json): readonly string[] => [
  ...listAt(detail, 'requestParameters', 'tags').map((tag) => textAt(tag, 'key') ?? textAt(tag, 'Key') ?? ''),
  ...listAt(detail, 'requestParameters', 'tagKeys').filter((key) => typeof key === 'string'),
];
const opensShell = (detail: Json): boolean =>
  listAt(detail, 'requestParameters', 'productionVariants').some((variant) => at(variant, 'enableSSMAccess') === true);

/** The role behind a session rather than the session: its name changes with every assume. */
const callerOf = (detail: Json) => {
  const role = textAt(detail, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn');
  const identity = textAt(detail, 'userIdentity', 'arn');
  const who = role ?? identity ?? textAt(detail, 'userIdentity', 'invokedBy') ?? 'an unknown caller';
  return { role, identity, userType: textAt(detail, 'userIdentity', 'type'), who };
};
const titleOf = (who: string, call: string, on: Resource | undefined, errorCode: string | undefined): string => {
  const caller = who.split('/').at(-1) ?? who;
  return `${caller} called ${call}${on === undefined ? '' : ` on ${on.name}`}${errorCode === undefined ? '' : ` and failed: ${errorCode}`}`;
};

export const cloudtrailCall: Source = {
  id: 'cloudtrail-call',
  pattern: {
    source: Object.keys(WATCHED).map((service) => `aws.${service.split('.')[0]}`),
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: { eventName: [...WATCHED_NAMES] },
  },
  parse: (event, rawDigest) => {
    const { detail } = event;
    const [name, service] = [textAt(detail, 'eventName'), textAt(detail, 'eventSource')];
    if (name === undefined || service === undefined) {
      const missing = name === undefined ? 'eventName' : 'eventSource';
      return failed(unreadable(`detail.${missing}: must be text, found ${shown(detail[missing])}`, 'own-call'));
    }
    const where = { account: textAt(detail, 'recipientAccountId') ?? event.account, region: textAt(detail, 'awsRegion') ?? event.region };
    if (!/^\d{12}$/.test(where.account))
      return failed(
        unreadable(`detail.recipientAccountId: an AWS account id has exactly 12 digits, found ${shown(where.account)}`, 'own-call'),
      );
    const errorCode = textAt(detail, 'errorCode');
    const { role, identity, userType, who } = callerOf(detail);
    const failedCall = errorCode !== undefined;
    const byUser = userType === 'IAMUser' || userType === 'Root';
    const signal = signalOfCall({ service, name, failed: failedCall, byUser, tagKeys: tagKeysOf(detail), opensShell: opensShell(detail) });
    const resources = resourcesOf(detail, where);
    const what = resources[0]?.arn ?? resources[0]?.name ?? '';
    return detected('cloudtrail-call', event, rawDigest, {
      ...where,
      product: 'AWS CloudTrail',
      uid: textAt(detail, 'eventID') ?? event.id,
      // The same caller doing the same to the same thing is one problem, however often it calls.
      correlationKey: `call:${where.account}:${service}:${name}:${who}:${what}${failedCall ? ':failed' : ''}`,
      signal: signal ?? 'call-not-watched',
      title: titleOf(who, name, resources[0], errorCode),
      severityId: 0,
      resources,
      principals: [role ?? identity],
      attributes: {
        service,
        call: name,
        requestId: textAt(detail, 'requestID'),
        failed: failedCall,
        errorCode,
        role,
        identity,
        userType,
        sourceAddress: textAt(detail, 'sourceIPAddress'),
        userAgent: textAt(detail, 'userAgent'),
        hidden: JSON.stringify(at(detail, 'requestParameters') ?? null).includes(HIDDEN),
      },
    });
  },
  correlationWindow: 'P1D',
  doc: {
    sentence: 'Calls that change an AI system, its registry, its guardrails, its keys or its logs.',
    url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html',
  },
  sample: {
    version: '0',
    id: '1b7c0c1e-0b0f-4f0d-8f8e-6a5f3f2b1005',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.sagemaker',
    account: '111122223333',
    time: '2026-11-19T14:01:40Z',
    region: 'eu-west-1',
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLENIGHTLY01:retrain',
        arn: 'arn:aws:sts::111122223333:assumed-role/nightly-retrain/retrain',
        accountId: '111122223333',
        accessKeyId: 'ASIAEXAMPLENIGHTLY01',
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: 'AROAEXAMPLENIGHTLY01',
            arn: 'arn:aws:iam::111122223333:role/nightly-retrain',
            accountId: '111122223333',
            userName: 'nightly-retrain',
          },
          webIdFederationData: {},
          attributes: { creationDate: '2026-11-19T14:00:00Z', mfaAuthenticated: 'false' },
        },
      },
      eventTime: '2026-11-19T14:01:40Z',
      eventSource: 'sagemaker.amazonaws.com',
      eventName: 'UpdateEndpoint',
      awsRegion: 'eu-west-1',
      sourceIPAddress: '203.0.113.20',
      userAgent: 'aws-sdk-js/3',
      requestParameters: { endpointName: 'fraud-scorer', endpointConfigName: 'fraud-cfg-7' },
      responseElements: { endpointArn: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer' },
      requestID: '5d0e5b1a-5f60-4e0e-9a34-7c2f1d3b9005',
      eventID: '9a1f7f0e-2f57-4f70-8a0e-0d6b2c4e8005',
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: '111122223333',
      eventCategory: 'Management',
    },
  },
};
