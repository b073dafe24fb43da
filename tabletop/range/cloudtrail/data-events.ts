import type { TrailClass } from '../operation.ts';

/** What CloudTrail calls one operation. Absent: it is not recorded at all. */
export type Category =
  | { readonly category: 'Management'; readonly readOnly: boolean }
  | { readonly category: 'Data'; readonly readOnly: boolean; readonly type: string };

interface Data {
  readonly type: string;
  /** Which of them change nothing. */
  readonly reads: RegExp;
}
/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html */
const DATA: Readonly<Record<string, Data>> = {
  's3.amazonaws.com': { type: 'AWS::S3::Object', reads: /^(Get|Head|List|Select)/ },
  'sagemaker.amazonaws.com': { type: 'AWS::SageMaker::Endpoint', reads: /^Invoke/ },
  'lambda.amazonaws.com': { type: 'AWS::Lambda::Function', reads: /^Get/ },
  'appconfig.amazonaws.com': { type: 'AWS::AppConfig::Configuration', reads: /^(Get|Start)/ },
  'monitoring.amazonaws.com': { type: 'AWS::CloudWatch::Metric', reads: /^Get/ },
};
/** Many and cheap, but management events: KMS cryptography and model calls of Bedrock. */
const MANAGEMENT_READS: readonly string[] = ['kms.amazonaws.com', 'bedrock.amazonaws.com'];

export const categoryOf = (eventSource: string, operation: string, trail: TrailClass): Category | undefined => {
  if (trail !== 'data') return { category: 'Management', readOnly: trail === 'read' };
  if (MANAGEMENT_READS.includes(eventSource)) return { category: 'Management', readOnly: true };
  const data = DATA[eventSource];
  return data === undefined ? undefined : { category: 'Data', type: data.type, readOnly: data.reads.test(operation) };
};
/** Types that PutEventSelectors takes in advanced selectors, of those the range can fill. */
export const DATA_TYPES: readonly string[] = Object.values(DATA).map(({ type }) => type);

/** Lambda's records carry the version of its interface. https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html */
const LAMBDA: Readonly<Record<string, string>> = {
  AddPermission: '20150331v2',
  RemovePermission: '20150331v2',
  CreateFunction: '20150331',
  DeleteFunction: '20150331',
  UpdateFunctionCode: '20150331v2',
  UpdateFunctionConfiguration: '20150331v2',
  CreateAlias: '20150331',
  UpdateAlias: '20150331',
  DeleteAlias: '20150331',
  PublishVersion: '20150331',
  PutFunctionConcurrency: '20171031',
  DeleteFunctionConcurrency: '20171031',
  CreateEventSourceMapping: '20150331',
  UpdateEventSourceMapping: '20150331',
  DeleteEventSourceMapping: '20150331',
};
export const eventNameOf = (eventSource: string, operation: string): string =>
  eventSource === 'lambda.amazonaws.com' ? `${operation}${LAMBDA[operation] ?? ''}` : operation;
