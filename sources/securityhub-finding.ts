import type { Resource } from '../core/asset/resource.ts';
import { failed, ok } from '../core/failure.ts';
import { type Json, isObject } from '../core/json.ts';
import { arnOrName, detectionOf, type Said } from '../core/finding/detected.ts';
import type { EventEnvelope, Source } from '../core/finding/detection.ts';
import { shown, unreadable } from '../core/finding/envelope.ts';
import { at, listAt, numberAt, textAt } from '../core/finding/field.ts';
import { guarddutySignal } from './guardduty-signal.ts';

const SEVERITIES: Readonly<Record<string, 1 | 2 | 3 | 4 | 5>> = { INFORMATIONAL: 1, LOW: 2, MEDIUM: 3, HIGH: 4, CRITICAL: 5 };
/** The middle of each of GuardDuty's bands, for the rule that only tells low from the rest. */
const BANDS: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 5, 4: 8, 5: 9 };

interface Report {
  readonly uid: string;
  readonly product: string;
  readonly type: string;
  readonly title: string;
  readonly severityId: 0 | 1 | 2 | 3 | 4 | 5;
  readonly account: string;
  readonly resources: readonly (Resource | undefined)[];
  readonly posture: boolean;
  readonly closed: boolean;
  readonly sample: boolean;
  readonly service: string | undefined;
  readonly api: string | undefined;
}

/** Anybody may import a finding with any id; only AWS writes under GuardDuty's product ARN. */
const isGuardDuty = ({ product, uid }: Report): boolean =>
  /^arn:aws[a-z-]*:securityhub:[a-z0-9-]*::product(v2)?\/aws\/guardduty$/.test(product) &&
  /^arn:aws[a-z-]*:guardduty:.+\/finding\//.test(uid);

/** ASFF writes GuardDuty's type with a dash: `TTPs/Impact/Impact:S3-MaliciousIPCaller`. */
const typeOf = (asff: string): string => (asff.split('/').at(-1) ?? asff).replace('-', '/');

const fromAsff = (finding: Json, event: EventEnvelope): Report | undefined => {
  const uid = textAt(finding, 'Id');
  const account = textAt(finding, 'AwsAccountId');
  if (uid === undefined || account === undefined) return undefined;
  const label = textAt(finding, 'Severity', 'Label') ?? textAt(finding, 'FindingProviderFields', 'Severity', 'Label') ?? '';
  const where = { account, region: textAt(finding, 'Region') ?? event.region };
  const title = textAt(finding, 'Title') ?? uid;
  return {
    uid,
    account,
    product: textAt(finding, 'ProductArn') ?? 'AWS Security Hub',
    type: typeOf(textAt(finding, 'Types', 0) ?? textAt(finding, 'FindingProviderFields', 'Types', 0) ?? ''),
    title,
    severityId: Object.hasOwn(SEVERITIES, label) ? (SEVERITIES[label] ?? 0) : 0,
    resources: listAt(finding, 'Resources').map((resource) => arnOrName('other', textAt(resource, 'Id'), where)),
    // HIGH on a posture control is a bad setting, not an attack.
    posture: at(finding, 'Compliance') !== undefined,
    closed: at(finding, 'RecordState') === 'ARCHIVED' || ['SUPPRESSED', 'RESOLVED'].includes(textAt(finding, 'Workflow', 'Status') ?? ''),
    sample: at(finding, 'Sample') === true || title.startsWith('[SAMPLE]'),
    service: textAt(finding, 'Action', 'AwsApiCallAction', 'ServiceName'),
    api: textAt(finding, 'Action', 'AwsApiCallAction', 'Api'),
  };
};

/** OCSF, class 2003 compliance, 2002 vulnerability, 2004 detection; status 3 suppressed, 4 resolved. https://schema.ocsf.io */
const fromOcsf = (finding: Json, event: EventEnvelope): Report | undefined => {
  const uid = textAt(finding, 'finding_info', 'uid');
  if (uid === undefined) return undefined;
  const severity = numberAt(finding, 'severity_id');
  const account = textAt(finding, 'cloud', 'account', 'uid') ?? event.account;
  const title = textAt(finding, 'finding_info', 'title') ?? uid;
  return {
    uid,
    account,
    product: textAt(finding, 'metadata', 'product', 'uid') ?? 'AWS Security Hub',
    type: textAt(finding, 'finding_info', 'types', 0) ?? '',
    title,
    severityId: severity === 1 || severity === 2 || severity === 3 || severity === 4 || severity === 5 ? severity : 0,
    resources: listAt(finding, 'resources').map((resource) => arnOrName('other', textAt(resource, 'uid'), event)),
    posture: at(finding, 'class_uid') !== 2004,
    closed: [3, 4, 5].includes(numberAt(finding, 'status_id') ?? 0),
    sample: title.startsWith('[SAMPLE]'),
    service: textAt(finding, 'evidences', 0, 'api', 'service', 'name'),
    api: textAt(finding, 'evidences', 0, 'api', 'operation'),
  };
};

const signalOf = (report: Report): string => {
  if (report.closed) return 'archived-finding';
  if (report.posture) return 'posture-finding';
  if (!isGuardDuty(report)) return 'partner-finding';
  return guarddutySignal({ ...report, severity: BANDS[report.severityId] ?? 0, archived: false });
};

const saidOf = (report: Report): Said => ({
  account: report.account,
  product: report.product,
  uid: report.uid,
  // A finding of GuardDuty keeps its ARN on the way through both hubs: three reports, one incident.
  correlationKey: isGuardDuty(report) ? `guardduty:${report.uid}` : `securityhub:${report.account}:${report.uid}`,
  signal: signalOf(report),
  title: report.title,
  severityId: report.severityId,
  resources: report.resources,
  attributes: { type: report.type, service: report.service, api: report.api, productArn: report.product },
  isSample: report.sample,
});

export const securityhubFinding: Source = {
  id: 'securityhub-finding',
  pattern: { source: ['aws.securityhub'], 'detail-type': ['Findings Imported V2', 'Security Hub Findings - Imported'] },
  parse: (event, rawDigest) => {
    const findings = listAt(event.detail, 'findings').filter(isObject);
    const ocsf = event['detail-type'] === 'Findings Imported V2';
    const reports = findings.map((finding) => (ocsf ? fromOcsf(finding, event) : fromAsff(finding, event)));
    const clause = ocsf ? 'detail.findings[].finding_info.uid' : 'detail.findings[].Id and AwsAccountId';
    const read = reports.filter((report) => report !== undefined);
    if (read.length === 0 || read.length < reports.length)
      return failed(unreadable(`${clause}: every finding needs its identity, found ${shown(event.detail['findings'])}`, 'sample-finding'));
    const wrong = read.find((report) => !/^\d{12}$/.test(report.account));
    if (wrong !== undefined)
      return failed(
        unreadable(`the finding's account: an AWS account id has exactly 12 digits, found ${shown(wrong.account)}`, 'sample-finding'),
      );
    return ok(read.map((report) => detectionOf('securityhub-finding', event, rawDigest, saidOf(report))));
  },
  correlationWindow: 'P90D',
  doc: {
    sentence: 'The same threats on the way through Security Hub (ASFF and OCSF). Posture controls and suppressed findings are recorded.',
    url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-integration-types.html',
  },
  sample: {
    version: '0',
    id: '3e2f1a00-44c1-4d1a-8f10-7f9a0c5d1007',
    'detail-type': 'Security Hub Findings - Imported',
    source: 'aws.securityhub',
    account: '111122223333',
    time: '2026-11-20T02:33:00Z',
    region: 'eu-west-1',
    resources: [],
    detail: {
      findings: [
        {
          SchemaVersion: '2018-10-08',
          Id: 'arn:aws:guardduty:eu-west-1:111122223333:detector/12abc34d567e8fa901bc2d34e56789f0/finding/5ac7d2f01b9e4c6f8a30b1c2d3e4f501',
          ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/guardduty',
          GeneratorId: 'arn:aws:guardduty:eu-west-1:111122223333:detector/12abc34d567e8fa901bc2d34e56789f0',
          AwsAccountId: '111122223333',
          Region: 'eu-west-1',
          Types: ['TTPs/Impact/Impact:IAMUser-AnomalousModelInvocation'],
          Title: 'A principal called a model in an unusual way.',
          CreatedAt: '2026-11-20T02:30:00.000Z',
          UpdatedAt: '2026-11-20T02:31:00.000Z',
          Severity: { Label: 'LOW', Normalized: 40 },
          Resources: [{ Type: 'AwsIamAccessKey', Id: 'AWS::IAM::AccessKey:ASIAEXAMPLEBATCH0001', Partition: 'aws', Region: 'eu-west-1' }],
          Workflow: { Status: 'NEW' },
          RecordState: 'ACTIVE',
        },
      ],
    },
  },
};
