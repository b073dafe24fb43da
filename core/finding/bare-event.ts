import { digestOf, isObject, type Json, type JsonObject } from '../json.ts';
import { at, listAt, textAt } from './field.ts';

/** What people have at hand when they ask "what would Cordon make of this?": the event without its envelope. */
export type Shape = 'eventbridge' | 'cloudtrail-record' | 'guardduty-finding' | 'asff-finding';

/** AWS's API writes PascalCase where EventBridge writes camelCase. Keys that are data (`AWS::S3::Bucket`) stay. Depth is bounded before. */
const camelCased = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(camelCased);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      /^[A-Z][A-Za-z0-9]*$/.test(key) ? `${key.charAt(0).toLowerCase()}${key.slice(1)}` : key,
      inner === undefined ? undefined : camelCased(inner),
    ]),
  );
};

/** Exports drop the id at times; the record itself is then its identity. */
const idOf = (value: Json | undefined, whole: JsonObject): string =>
  typeof value === 'string' && value !== '' && value.length <= 256 ? value : digestOf(whole);

/** CloudTrail's record format. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
const fromCloudTrail = (record: JsonObject): JsonObject => ({
  id: idOf(record['eventID'], record),
  source: `aws.${(textAt(record, 'eventSource') ?? '').split('.')[0]}`,
  'detail-type': record['eventType'] === 'AwsConsoleSignIn' ? 'AWS Console Sign In via CloudTrail' : 'AWS API Call via CloudTrail',
  account: record['recipientAccountId'] ?? at(record, 'userIdentity', 'accountId'),
  region: record['awsRegion'],
  time: record['eventTime'],
  resources: [],
  detail: record,
});
const fromGuardDuty = (finding: JsonObject): JsonObject => ({
  id: idOf(finding['id'], finding),
  source: 'aws.guardduty',
  'detail-type': 'GuardDuty Finding',
  account: finding['accountId'],
  region: finding['region'],
  time: finding['updatedAt'] ?? finding['createdAt'],
  resources: [],
  detail: finding,
});
const fromAsff = (finding: JsonObject): JsonObject => ({
  id: idOf(finding['Id'], finding),
  source: 'aws.securityhub',
  'detail-type': 'Security Hub Findings - Imported',
  account: finding['AwsAccountId'],
  region: finding['Region'] ?? textAt(finding, 'ProductArn')?.split(':')[3],
  time: finding['UpdatedAt'] ?? finding['CreatedAt'],
  resources: [],
  detail: { findings: [finding] },
});

export interface Wrapped {
  readonly shape: Shape;
  readonly event: JsonObject;
}

/** Puts an envelope around a bare record or finding; `undefined`: none of the four shapes. */
export const wrapped = (value: JsonObject): Wrapped | undefined => {
  const has = (...keys: readonly string[]) => keys.every((key) => Object.hasOwn(value, key));
  if (has('detail-type') || has('source', 'detail')) return { shape: 'eventbridge', event: value };
  if (has('eventSource', 'eventName') && (has('eventTime') || has('eventVersion')) && !has('s3'))
    return { shape: 'cloudtrail-record', event: fromCloudTrail(value) };
  if (has('accountId', 'arn', 'type', 'severity', 'service')) return { shape: 'guardduty-finding', event: fromGuardDuty(value) };
  if (has('AccountId', 'Arn', 'Type', 'Severity', 'Service')) {
    const finding = camelCased(value);
    return isObject(finding) ? { shape: 'guardduty-finding', event: fromGuardDuty(finding) } : undefined;
  }
  if (has('AwsAccountId', 'ProductArn') && (has('Id') || has('Resources'))) return { shape: 'asff-finding', event: fromAsff(value) };
  return undefined;
};

/** A CloudTrail log file and the answers of GetFindings hold many; each is an event of its own. */
export const unpacked = (value: JsonObject): readonly Json[] | undefined => {
  if (Object.hasOwn(value, 'detail-type')) return undefined;
  const inside = [value['Records'], value['Findings']].find((list) => Array.isArray(list));
  if (!Array.isArray(inside) || inside.length === 0) return undefined;
  return inside.every((entry) => isObject(entry) && wrapped(entry) !== undefined) ? inside : undefined;
};

/** Why a known foreign shape is refused: naming it is worth more than "unknown format". */
export const foreign = (value: JsonObject): string => {
  const first = listAt(value, 'Records')[0];
  if (at(first, 'EventSource') === 'aws:sns')
    return 'this is an SNS notification, not an EventBridge event: let the alarm or finding reach EventBridge directly';
  if (at(first, 'eventSource') === 'aws:s3')
    return 'this is an S3 notification, not an EventBridge event: switch on EventBridge notifications for the bucket';
  if (Object.hasOwn(value, 'alarmData'))
    return 'this is what an alarm sends to a Lambda function, not an EventBridge event: the same alarm also reaches EventBridge';
  if (value['schemaType'] === 'ModelInvocationLog')
    return 'this is a Bedrock model invocation log entry, which is evidence, not an event: alarm on AWS/Bedrock/Guardrails instead';
  if (Object.hasOwn(value, 'class_uid')) return 'this is a bare OCSF finding: send the Security Hub event around it (Findings Imported V2)';
  return 'this is neither an EventBridge envelope nor a CloudTrail record, a GuardDuty finding or an ASFF finding';
};
