import type { MonitoringScheduleConfig } from '@aws-sdk/client-sagemaker';
import type { Context, Present } from '../../operation.ts';
import { AwsFault } from '../../protocol/errors.ts';
import { kept } from '../asked.ts';
import { invalid, noEndpoint } from '../faults.ts';
import { arnOf, endpointsOf } from '../state.ts';
import { cadenceOf } from './cron.ts';
import { definitionsOf, within, type Definition, type MonitoringType, type Schedule } from './state.ts';

type Given = Pick<Schedule, 'type' | 'config' | 'expression' | 'definition' | 'roleArn' | 'endpoint' | 'output' | 'image' | 'environment'>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export const definitionArn = (context: Pick<Context, 'account' | 'region'>, type: MonitoringType, name: string): string =>
  arnOf(context, `${type.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}-job-definition`, name);
const definitionOf = (context: Context, type: MonitoringType, name: string): Definition => {
  const arn = definitionArn(context, type, name);
  const found = definitionsOf(context.world).get(arn);
  if (found === undefined) throw invalid(`Could not find monitoring job definition "${arn}".`);
  return found;
};
const fromDefinition = ({ type, name, endpoint, request }: Definition): Omit<Given, 'type' | 'config' | 'expression'> => ({
  definition: name,
  endpoint,
  roleArn: text(request['RoleArn']),
  output: text(within(request, `${type}JobOutputConfig`, 'MonitoringOutputs', '0', 'S3Output', 'S3Uri')),
  image: text(within(request, `${type}AppSpecification`, 'ImageUri')),
  environment: kept(Object(within(request, `${type}AppSpecification`, 'Environment') ?? {})) as Record<string, string>,
});

/** What a schedule is to do, taken out of its config or of the job definition that it names. */
export const givenBy = (context: Context, config: Present<MonitoringScheduleConfig>): Given => {
  const { MonitoringJobDefinition: inline, MonitoringJobDefinitionName: name, MonitoringType: type = 'DataQuality' } = config;
  const expression = config.ScheduleConfig?.ScheduleExpression ?? 'cron(0 0 ? * * *)';
  if (expression !== 'NOW' && cadenceOf(expression) === undefined) throw invalid(`ScheduleExpression ${expression} is not supported.`);
  if (config.ScheduleConfig?.DataAnalysisStartTime !== undefined && expression !== 'NOW')
    throw new AwsFault('NotImplemented', 'The range analyses the hour before a run, and no other window.', { status: 501 });
  if ((inline === undefined) === (name === undefined))
    throw invalid('Exactly one of MonitoringJobDefinition and MonitoringJobDefinitionName is required.');
  const stored = kept(config);
  const shared = { type, config: stored, expression };
  const given =
    name !== undefined
      ? { ...shared, ...fromDefinition(definitionOf(context, type, name)) }
      : {
          ...shared,
          endpoint: text(within(stored, 'MonitoringJobDefinition', 'MonitoringInputs', '0', 'EndpointInput', 'EndpointName')),
          roleArn: inline?.RoleArn ?? '',
          output: text(within(stored, 'MonitoringJobDefinition', 'MonitoringOutputConfig', 'MonitoringOutputs', '0', 'S3Output', 'S3Uri')),
          image: inline?.MonitoringAppSpecification.ImageUri ?? '',
          environment: { ...inline?.Environment },
        };
  if (given.endpoint === '') throw new AwsFault('NotImplemented', 'The range monitors endpoints, not batch transforms.', { status: 501 });
  const endpoint = arnOf(context, 'endpoint', given.endpoint);
  if (endpointsOf(context.world).get(endpoint) === undefined) throw noEndpoint(endpoint);
  return given;
};
