import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outcomeRank } from '../../core/finding/decide.ts';
import { explainFile, type ExplainDeps } from '../../core/finding/explain.ts';
import type { Outcome as Decided } from '../../core/finding/finding.ts';
import { sources } from '../../sources/index.ts';

/** Public event samples with a `labels.json` that says what a person would do with each: `CORDON_EVENT_LABELS`. They are not in the repository. */
const FOLDER = process.env['CORDON_EVENT_LABELS'] ?? '';

type Outcome = Decided | 'refused';

/** As a person would explain a file from somewhere: membership open, playbooks that answer from "likely" up. */
const deps: ExplainDeps = {
  sources,
  settings: { members: 'unchecked', detectionSources: [] },
  select: (finding) =>
    finding.certainty === 'suspected'
      ? { reasons: [] }
      : { playbook: { id: finding.incidentClass, version: '1.0.0', digest: `sha256:${'0'.repeat(64)}` }, reasons: [] },
};

/** Where we differ from the label, and why that is right or what is missing. A file that is not here must agree. */
const OTHERWISE: Readonly<Record<string, { readonly ours: Outcome; readonly because: string }>> = {
  '012-sagemaker-endpoint-deployment-scaling.json': {
    ours: 'ignore',
    because: 'scaling is ignored with its sentence; the label says record',
  },
  '017-sagemaker-a2i-human-loop-completed.json': { ours: 'refused', because: 'an account of 13 digits' },
  '020-kms-cmk-deletion.json': { ours: 'ignore', because: 'no source; too late to act, ScheduleKeyDeletion is watched instead' },
  '022-macie-classic-alert-bucket-policy.json': { ours: 'ignore', because: 'no source; the service is retired' },
  '032-ecr-image-scan-complete.json': { ours: 'ignore', because: 'no source reads image scans yet' },
  '052-mlspace-cloudtrail-create-labeling-job.json': { ours: 'ignore', because: 'CreateLabelingJob is not on the watch list' },
  '055-access-analyzer-external-s3.json': { ours: 'ignore', because: 'no source reads Access Analyzer yet' },
  '057-access-analyzer-internal-access.json': { ours: 'ignore', because: 'no source reads Access Analyzer yet' },
  '060-config-rule-noncompliant-account.json': { ours: 'ignore', because: 'posture of an account, no AI system' },
  '067-s3-eventbridge-object-deleted.json': { ours: 'ignore', because: 'no source reads object events yet' },
  '077-asff-raw-decoy-secret.json': { ours: 'record', because: 'no AI system; Security Hub shows it to people' },
  '080-bedrock-invocation-log-guardrail-invoke.json': { ours: 'refused', because: 'a log entry is evidence, not an event' },
  '087-cloudtrail-record-imds-creds-external.json': { ours: 'ignore', because: 'one read-only call; GuardDuty reports stolen credentials' },
  '092-cloudtrail-record-ssm-sendcommand-creds.json': { ours: 'ignore', because: 'not on the watch list, no AI system' },
  '097-securityhub-custom-action-forensic-triage.json': {
    ours: 'ignore',
    because: 'no source reads custom actions; the label says record',
  },
  '100-health-risk-credentials-exposed.json': { ours: 'refused', because: 'an account of 10 digits' },
};

/** The labels are sentences; the outcome is the first of these words in them. */
const EXPECTED: Readonly<Record<string, readonly Outcome[]>> = {
  '030-ssm-parameter-deleted.json': ['ignore', 'record'],
  '035-cloudwatch-alarm-via-sns.json': ['refused'],
  '037-s3-notification-put.json': ['refused'],
  '042-securityhub-custom-action.json': ['ignore'],
  '070-guardduty-raw-impact-s3-sample.json': ['record'],
  '097-securityhub-custom-action-forensic-triage.json': ['record'],
  '102-cloudwatch-composite-alarm-lambda-action.json': ['refused'],
};
const words: readonly Decided[] = ['ignore', 'record', 'triage', 'respond'];
const expectedOf = (file: string, label: string): readonly Outcome[] => {
  const word = words.find((one) => label.startsWith(one));
  return EXPECTED[file] ?? (word === undefined ? [] : [word]);
};

test('the 41 labelled events', () => {
  const labels: readonly { readonly file: string; readonly expected: string; readonly ai_workload: string }[] = JSON.parse(
    readFileSync(join(FOLDER, 'labels.json'), 'utf8'),
  );
  const rows = labels.map(({ file, expected, ai_workload: ai }) => {
    const { events, unreadable } = explainFile(readFileSync(join(FOLDER, file)), deps);
    const [event] = events;
    const ours: Outcome = event?.outcome ?? 'refused';
    const why = event?.reasons[0]?.sentence ?? unreadable[0]?.failure.why ?? '';
    return {
      file,
      ours,
      expected: expectedOf(file, expected),
      ai: event?.aiWorkload ?? '-',
      label: ai,
      why,
      answers: events.length + unreadable.length,
    };
  });
  const table = rows.map(({ file, ours, expected, ai, label, why }) =>
    [
      file.slice(0, 34).padEnd(34),
      `${ours}${expected.includes(ours) ? '' : ` (label: ${expected.join('/')})`}`.padEnd(26),
      `${ai}/${label}`.padEnd(26),
      why.slice(0, 70),
    ].join(' '),
  );
  process.stdout.write(`${table.join('\n')}\n`);
  expect(rows).toHaveLength(41);
  expect(rows.every(({ answers, why }) => answers === 1 && why.length > 10)).toBe(true);
  const different = rows.filter(({ ours, expected }) => !expected.includes(ours));
  expect(Object.fromEntries(different.map(({ file, ours }) => [file, ours]))).toEqual(
    Object.fromEntries(Object.entries(OTHERWISE).map(([file, { ours }]) => [file, ours])),
  );
  // Where we differ we do less, never more: no event that a person would only record starts a playbook here.
  const louder = different.filter(
    ({ ours, expected }) => ours !== 'refused' && expected.every((one) => one === 'refused' || outcomeRank(one) < outcomeRank(ours)),
  );
  expect(louder).toEqual([]);
  const workloads = rows.filter(({ ai, label }) => ai !== '-' && ai !== label).map(({ file }) => file);
  expect(workloads).toEqual(['022-macie-classic-alert-bucket-policy.json', '087-cloudtrail-record-imds-creds-external.json']);
});
