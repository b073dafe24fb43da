import { readFileSync } from 'node:fs';
import { detector } from '../../core/finding/detect.ts';
import type { Detection } from '../../core/finding/detection.ts';
import type { JsonObject } from '../../core/json.ts';
import { readEvents } from '../../core/finding/read-events.ts';
import { guarddutySeverity, guarddutySignal } from '../../sources/guardduty-signal.ts';
import { sources } from '../../sources/index.ts';
import { signalOfCall, WATCHED, type WatchedCall } from '../../sources/watched-calls.ts';

const root = new URL('../../', import.meta.url);
const json = (path: string): JsonObject => JSON.parse(readFileSync(new URL(path, root), 'utf8'));
const detect = detector(sources);
const detectionsOf = (event: JsonObject): readonly Detection[] =>
  readEvents(JSON.stringify(event)).flatMap((read) => {
    const found = read.kind === 'event' ? detect(read.envelope, read.rawDigest) : undefined;
    if (found?.kind !== 'detections') throw new Error(JSON.stringify(found ?? read));
    return found.detections;
  });
const one = (event: JsonObject): Detection => {
  const [detection] = detectionsOf(event);
  if (detection === undefined) throw new Error('no detection');
  return detection;
};

describe('GuardDuty', () => {
  const threat = { severity: 2, service: undefined, api: undefined, archived: false };
  test.each([
    ['Impact:IAMUser/AnomalousModelInvocation', {}, 'anomalous-model-invocation'],
    ['Impact:IAMUser/CostHarvesting', {}, 'model-cost-harvesting'],
    ['Impact:IAMUser/PromptInjection.Direct', { severity: 1 }, 'direct-prompt-injection'],
    ['Impact:IAMUser/AnomalousBehavior', { service: 'sagemaker.amazonaws.com', api: 'CreateTrainingJob' }, 'training-data-source-changed'],
    ['DefenseEvasion:IAMUser/AnomalousBehavior', { service: 'bedrock.amazonaws.com', api: 'DeleteGuardrail' }, 'guardrail-weakened'],
    ['Discovery:IAMUser/AnomalousBehavior', { service: 'bedrock.amazonaws.com', api: 'ListFoundationModels' }, 'ai-api-anomaly'],
    ['AttackSequence:IAM/CompromisedCredentials', { severity: 9 }, 'attack-sequence'],
    ['UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS', { severity: 8 }, 'credentials-exfiltrated'],
    ['Exfiltration:S3/MaliciousIPCaller', { severity: 8 }, 'bucket-read'],
    ['Impact:S3/AnomalousBehavior.Delete', { severity: 8 }, 'bucket-tampered'],
    ['Policy:S3/BucketPublicAccessGranted', { severity: 8 }, 'bucket-probed'],
    ['Object:S3/MaliciousFile', { severity: 8 }, 'malicious-object'],
    ['PrivilegeEscalation:IAMUser/AnomalousBehavior', { severity: 5 }, 'identity-threat'],
    ['Recon:IAMUser/UserPermissions', { severity: 2 }, 'identity-noise'],
    ['CryptoCurrency:EC2/BitcoinTool.B', { severity: 8 }, 'other-threat'],
    ['toString', { severity: 8 }, 'other-threat'],
    ['Impact:IAMUser/CostHarvesting', { archived: true }, 'archived-finding'],
  ])('%s %j is %s', (type, more, signal) => {
    expect(guarddutySignal({ ...threat, ...more, type })).toBe(signal);
  });
  test('an AI finding is told by its type, whatever its severity', () => {
    const signals = [1, 2, 3.9, 4, 8, 10].map((severity) =>
      guarddutySignal({ ...threat, type: 'Impact:IAMUser/CostHarvesting', severity }),
    );
    expect(new Set(signals)).toEqual(new Set(['model-cost-harvesting']));
    expect([undefined, 0, 1, 4, 7, 9].map(guarddutySeverity)).toEqual([0, 0, 2, 3, 4, 5]);
  });
  test('a bare endpoint name stays a name until the inventory gives its ARN', () => {
    const [endpoint] = one(json('samples/sample-finding.json')).resources;
    expect(endpoint).toEqual({ kind: 'endpoint', name: 'fraud-scorer', account: '111122223333', region: 'eu-west-1' });
  });
  test.each([
    ['flag', { sample: true }],
    ['packed value', { value: '{"sample": true}' }],
  ])('a sample by its %s', (_name, additionalInfo) => {
    const event = structuredClone(json('samples/guardduty-training-data.json'));
    const detail = { ...(event['detail'] as JsonObject) };
    const service = { ...(detail['service'] as JsonObject), additionalInfo };
    expect(one({ ...event, detail: { ...detail, service } }).isSample).toBe(true);
    expect(one({ ...event, detail: { ...detail, title: '[SAMPLE] x' } }).isSample).toBe(true);
    expect(one(event).isSample).toBe(false);
  });
  test('one finding, one key: event, bare, API form, ASFF', () => {
    const forms = [
      'samples/guardduty-training-data.json',
      'test/events/guardduty-bare.json',
      'test/events/guardduty-api-form.json',
      'test/events/asff-bare.json',
    ];
    const found = forms.map((path) => one(json(path)));
    expect(new Set(found.map(({ correlationKey }) => correlationKey)).size).toBe(1);
    expect(new Set(found.map(({ signal }) => signal))).toEqual(new Set(['training-data-source-changed']));
  });
  test('the delegated administrator reports for another account', () => {
    const found = one({ ...json('samples/guardduty-training-data.json'), account: '444455556666' });
    expect([found.source.account, found.attributes['reportedFrom']]).toEqual(['111122223333', '444455556666']);
  });
});

test('Security Hub: a finding that only claims to be of GuardDuty is no finding of ours', () => {
  const forged = one(json('test/events/asff-forged-product.json'));
  expect(forged.signal).toBe('partner-finding');
  expect(forged.correlationKey).toMatch(/^securityhub:/);
});

describe('endpoint states', () => {
  const base = json('samples/scaling-event.json');
  const withDetail = (more: JsonObject) => one({ ...base, detail: { ...(base['detail'] as JsonObject), ...more } });
  test.each([
    ['counts', {}, 'endpoint-scaled'],
    ['another config', { PendingDeploymentSummary: { EndpointConfigName: 'credit-cfg-4' } }, 'endpoint-config-changing'],
    ['the same config', { PendingDeploymentSummary: { EndpointConfigName: 'credit-cfg-3' } }, 'endpoint-scaled'],
    ['failed, as the API spells it', { EndpointStatus: 'Failed' }, 'endpoint-failed'],
    ['rolled back', { EndpointStatus: 'ROLLING_BACK' }, 'endpoint-rolling-back'],
    ['a state we do not know', { EndpointStatus: 'constructor', ProductionVariants: [] }, 'endpoint-state-changed'],
  ])('%s', (_name, more, signal) => {
    expect(withDetail(more).signal).toBe(signal);
  });
  test('another image under the same config is a change', () => {
    const images = (digest: string) => [
      { VariantName: 'AllTraffic', CurrentInstanceCount: 4, DesiredInstanceCount: 6, DeployedImages: [{ ResolvedImage: digest }] },
    ];
    const pending = (digest: string) => ({
      ProductionVariants: images('sha256:aa'),
      PendingDeploymentSummary: { EndpointConfigName: 'credit-cfg-3', ProductionVariants: images(digest) },
    });
    expect(withDetail(pending('sha256:bb')).signal).toBe('endpoint-config-changing');
    expect(withDetail(pending('sha256:aa')).signal).toBe('endpoint-scaled');
  });
  test('status spellings are one', () => {
    expect(['InService', 'IN_SERVICE'].map((EndpointStatus) => withDetail({ EndpointStatus }).attributes['status'])).toEqual([
      'IN_SERVICE',
      'IN_SERVICE',
    ]);
  });
});

test('model package: approval is news only when it changed', () => {
  const event = sources.find(({ id }) => id === 'sagemaker-model-package-state')?.sample ?? {};
  const detail = event['detail'] as JsonObject;
  expect(one(event).signal).toBe('model-package-approved');
  expect(one({ ...event, detail: { ...detail, UpdatedModelPackageFields: ['CustomerMetadataProperties'] } }).signal).toBe(
    'model-package-changed',
  );
  expect(one({ ...event, detail: { ...detail, ModelApprovalStatus: 'Rejected' } }).signal).toBe('model-package-rejected');
});

describe('watched calls', () => {
  const call: WatchedCall = {
    service: 'sagemaker.amazonaws.com',
    name: 'CreateModel',
    failed: false,
    byUser: false,
    tagKeys: [],
    opensShell: false,
  };
  test.each<[string, Partial<WatchedCall>, string | undefined]>([
    ['a role deploys', {}, 'ai-change'],
    ['a user deploys', { byUser: true }, 'ai-change-by-user'],
    ['a shell', { name: 'CreateEndpointConfig', opensShell: true }, 'endpoint-shell-opened'],
    ['it failed', { failed: true, byUser: true }, 'call-failed'],
    ['any tag', { name: 'DeleteTags', tagKeys: ['cost'] }, 'tags-changed'],
    ['our tag', { name: 'DeleteTags', tagKeys: ['cost', 'cordon:quarantine'] }, 'quarantine-tag-changed'],
    ['the right name at another service', { service: 'ec2.amazonaws.com' }, undefined],
    ['no name of an object', { name: 'toString' }, undefined],
    ['no service of an object', { service: 'constructor' }, undefined],
  ])('%s', (_name, more, signal) => {
    expect(signalOfCall({ ...call, ...more })).toBe(signal);
  });
  test('no two services share a watched name, so one list of names is enough', () => {
    const names = Object.values(WATCHED).flatMap((calls) => Object.keys(calls));
    expect(new Set(names).size).toBe(names.length);
  });
  test('who did it: the role behind a session, a user, or nobody known', () => {
    const [user] = detectionsOf(json('test/events/cloudtrail-log-file.json'));
    expect(user?.principals).toEqual(['arn:aws:iam::111122223333:user/mallory']);
    expect(user?.attributes).toMatchObject({ hidden: true, failed: false, userType: 'IAMUser' });
    expect(one(json('samples/own-call.json')).principals).toEqual(['arn:aws:iam::111122223333:role/cordon-member']);
    const event = json('samples/own-call.json');
    const anonymous = one({
      ...event,
      detail: { ...(event['detail'] as JsonObject), userIdentity: null, requestParameters: null, responseElements: null },
    });
    expect([anonymous.principals, anonymous.resources]).toEqual([[], []]);
  });
});
