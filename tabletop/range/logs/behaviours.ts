import type { Behaviour } from '../behaviour.ts';

const GUIDE = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs';
const API = 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference';
const LIMIT = 'a limit of the range, not a behaviour of AWS';

export const exportStart = {
  id: 'logs.export-start',
  says: 'An export task is PENDING for 10 seconds.',
  mark: 'assumed',
  source: `${GUIDE}/S3Export.html (no number given)`,
  seconds: 10,
} as const satisfies Behaviour;
export const exportRun = {
  id: 'logs.export-run',
  says: 'An export task is RUNNING for a minute, and its files are in the bucket at the end.',
  mark: 'assumed',
  source: `${GUIDE}/S3Export.html (up to 12 hours; no number for small ones)`,
  seconds: 60,
} as const satisfies Behaviour;
export const queryRun = {
  id: 'logs.query-run',
  says: 'A query is Running for 3 seconds.',
  mark: 'assumed',
  source: `${API}/API_StartQuery.html (no number given)`,
  seconds: 3,
} as const satisfies Behaviour;

const documented = (id: string, says: string, source: string): Behaviour => ({ id: `logs.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `logs.${id}`, says, mark: 'assumed', source });

export const LOGS_BEHAVIOURS: readonly Behaviour[] = [
  exportStart,
  exportRun,
  queryRun,
  documented(
    'put-order',
    'Events of one PutLogEvents are in order of time, span at most 24 hours, and are at most 10,000 and 1,048,576 bytes with 26 for each.',
    `${API}/API_PutLogEvents.html`,
  ),
  documented(
    'put-rejected',
    'Events more than two hours ahead, older than 14 days or than the retention are not kept; the answer says which, and the rest is kept.',
    `${API}/API_PutLogEvents.html`,
  ),
  documented('sequence-token', 'Sequence tokens are ignored and PutLogEvents always takes the events.', `${API}/API_PutLogEvents.html`),
  documented(
    'get-tokens',
    'GetLogEvents always answers both tokens; at the end of the stream it answers the token that it was given.',
    `${API}/API_GetLogEvents.html`,
  ),
  documented(
    'patterns',
    'A filter pattern is terms (all, ?any, -none), or a JSON expression in braces; what does not fit is an InvalidParameterException.',
    `${GUIDE}/FilterAndPatternSyntax.html`,
  ),
  assumed('patterns-scope', 'Space-delimited patterns and regular expressions are refused.', LIMIT),
  assumed(
    'retention-now',
    'Events older than the retention are not shown any more; AWS deletes them up to 72 hours later.',
    `${API}/API_PutRetentionPolicy.html`,
  ),
  documented(
    'export-one',
    'One export task is active per account and Region; the next one is a LimitExceededException.',
    `${API}/API_CreateExportTask.html`,
  ),
  assumed(
    'export-policy',
    "The bucket's policy must let logs.<region>.amazonaws.com read its ACL and put objects; without it the task is refused.",
    `${GUIDE}/S3ExportTasksConsole.html (the words of the refusal are from memory)`,
  ),
  assumed('export-files', 'One gzip file per stream under prefix/task/stream, and a test object beside them.', `${GUIDE}/S3Export.html`),
  assumed(
    'insights',
    'Logs Insights knows fields, filter, stats, sort and limit over discovered JSON fields; everything else is refused.',
    LIMIT,
  ),
  documented(
    'metric-filter',
    'A metric filter counts what is put after it was made; it has one transformation and at most three dimensions, and none with a default value.',
    `${API}/API_PutMetricFilter.html`,
  ),
  documented('resource-policies', 'At most ten resource policies per account and Region.', `${GUIDE}/cloudwatch_limits_cwl.html`),
  assumed('resource-policies-read', 'Resource policies are kept and shown; no service of the range writes logs by them.', LIMIT),
  assumed(
    'group-arn',
    'Permission on a log group is asked for with the ARN that ends in a colon and a star.',
    `${GUIDE}/iam-access-control-overview-cwl.html`,
  ),
  assumed(
    'containers',
    'The containers of an endpoint log to /aws/sagemaker/Endpoints/<name>: one stream per fleet, a line when the model was loaded and one every five minutes.',
    'the group and the stream name: https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html; the lines are the sample company’s',
  ),
];
