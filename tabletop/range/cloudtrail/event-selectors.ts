import type {
  GetEventSelectorsCommandInput,
  GetEventSelectorsCommandOutput,
  GetInsightSelectorsCommandInput,
  GetInsightSelectorsCommandOutput,
  PutEventSelectorsCommandInput,
  PutEventSelectorsCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import { operation, type Answer, type Present } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { DATA_TYPES } from './data-events.ts';
import { onTrail, ownTrail, seenTrail } from './find-trail.ts';
import { trailsOf, type AdvancedSelector, type BasicSelector, type FieldSelector, type Selectors, type Trail } from './trail-state.ts';

const invalid = (message: string): AwsFault => new AwsFault('InvalidEventSelectorsException', message);
const notHere = (what: string): AwsFault => new AwsFault('NotImplemented', `The range does not record ${what}`, { status: 501 });

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html */
const MOST_SELECTORS = 5;
const MOST_RESOURCES = 250;
const BASIC_TYPES: readonly string[] = ['AWS::S3::Object', 'AWS::Lambda::Function', 'AWS::DynamoDB::Table'];
const EXCLUDABLE: readonly string[] = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];
const checkBasic = (selectors: readonly BasicSelector[]): void => {
  if (selectors.length > MOST_SELECTORS) throw invalid(`A trail has at most ${MOST_SELECTORS} event selectors.`);
  const resources = selectors.flatMap(({ DataResources }) => DataResources);
  if (resources.flatMap(({ Values = [] }) => Values).length > MOST_RESOURCES)
    throw invalid(`A trail has at most ${MOST_RESOURCES} data resources across its event selectors.`);
  for (const { Type = '', Values = [] } of resources) {
    if (!BASIC_TYPES.includes(Type)) throw invalid(`Invalid data resource type: ${Type}. Use advanced event selectors for it.`);
    if (!DATA_TYPES.includes(Type)) throw notHere(`data events of ${Type}`);
    const bad = Values.find((value) => !value.startsWith(Type === 'AWS::S3::Object' ? 'arn:aws:s3' : 'arn:aws:lambda'));
    if (bad !== undefined) throw invalid(`Value ${bad} for DataResources is invalid.`);
  }
  const excluded = selectors.flatMap(({ ExcludeManagementEventSources }) => ExcludeManagementEventSources);
  const strange = excluded.find((source) => !EXCLUDABLE.includes(source));
  if (strange !== undefined) throw invalid(`Invalid value ${strange} for ExcludeManagementEventSources.`);
};

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html */
const FIELDS: Readonly<Record<'Management' | 'Data', readonly string[]>> = {
  Management: ['eventCategory', 'readOnly', 'eventSource', 'eventName', 'eventType', 'userIdentity.arn'],
  Data: ['eventCategory', 'readOnly', 'eventSource', 'eventName', 'eventType', 'resources.type', 'resources.ARN', 'userIdentity.arn'],
};
const only = (fields: readonly FieldSelector[], name: string): string | undefined => {
  const field = fields.find(({ Field }) => Field === name);
  const { Field: _field, Equals = [], ...others } = field ?? { Field: name };
  if (Object.values(others).some((value) => value !== undefined)) throw invalid(`Only Equals can be used with the field ${name}.`);
  return Equals.length === 1 ? Equals[0] : undefined;
};
const checkAdvanced = ({ FieldSelectors: fields }: AdvancedSelector): void => {
  const category = only(fields, 'eventCategory');
  if (category === 'NetworkActivity') throw notHere('network activity');
  if (category !== 'Management' && category !== 'Data') throw invalid('eventCategory must be Management, Data or NetworkActivity.');
  const names = fields.map(({ Field }) => Field);
  if (new Set(names).size !== names.length) throw invalid('A field can be used once in a selector.');
  const stray = names.find((name) => !FIELDS[category].includes(name));
  if (stray !== undefined) throw invalid(`The field ${stray} cannot be used with eventCategory ${category}.`);
  for (const { Field, ...operators } of fields)
    if (Object.values(operators).every((values) => values === undefined || values.length === 0))
      throw invalid(`The field ${Field} has no operator.`);
  if (names.includes('readOnly') && !['true', 'false'].includes(only(fields, 'readOnly') ?? ''))
    throw invalid('readOnly must be true or false.');
  if (category !== 'Data') return;
  const type = only(fields, 'resources.type');
  if (type === undefined) throw invalid('A selector of data events needs exactly one resources.type.');
  if (!/^AWS::\w+::\w+$/.test(type)) throw invalid(`Invalid resources.type: ${type}.`);
  if (!DATA_TYPES.includes(type)) throw notHere(`data events of ${type}`);
};
const answered = (trail: Trail): Answer<Omit<GetEventSelectorsCommandOutput, '$metadata'>> => ({
  TrailARN: trail.arn,
  ...('basic' in trail.selectors ? { EventSelectors: trail.selectors.basic } : { AdvancedEventSelectors: trail.selectors.advanced }),
});

type Given = NonNullable<Present<PutEventSelectorsCommandInput>['EventSelectors']>;
const withDefaults = (selectors: Given): readonly BasicSelector[] =>
  selectors.map(({ ReadWriteType = 'All', IncludeManagementEvents = true, DataResources = [], ExcludeManagementEventSources = [] }) => ({
    ReadWriteType,
    IncludeManagementEvents,
    DataResources,
    ExcludeManagementEventSources,
  }));

export const putEventSelectors = operation<PutEventSelectorsCommandInput, PutEventSelectorsCommandOutput>({
  trail: 'write',
  access: (input, context) => onTrail('PutEventSelectors')(input.TrailName, context),
  run: (input, context) => {
    const before = ownTrail(context, input.TrailName);
    const { EventSelectors: basic, AdvancedEventSelectors: advanced } = input;
    if ((basic === undefined) === (advanced === undefined)) throw invalid('Give either EventSelectors or AdvancedEventSelectors.');
    const selectors: Selectors = advanced === undefined ? { basic: withDefaults(basic ?? []) } : { advanced };
    if ('basic' in selectors) checkBasic(selectors.basic);
    else for (const selector of selectors.advanced) checkAdvanced(selector);
    const trail = { ...before, selectors };
    trailsOf(context.world).put(trail.arn, trail);
    return answered(trail);
  },
});
export const getEventSelectors = operation<GetEventSelectorsCommandInput, GetEventSelectorsCommandOutput>({
  trail: 'read',
  access: (input, context) => onTrail('GetEventSelectors')(input.TrailName, context),
  run: (input, context) => answered(seenTrail(context, input.TrailName)),
});

/** The range has no Insights, and says so as AWS does for a trail without them. */
export const getInsightSelectors = operation<GetInsightSelectorsCommandInput, GetInsightSelectorsCommandOutput>({
  trail: 'read',
  access: (input, context) => onTrail('GetInsightSelectors')(input.TrailName ?? '', context),
  run: (input, context) => {
    if (input.TrailName === undefined)
      throw new AwsFault('InvalidParameterCombinationException', 'TrailName or EventDataStore is required.');
    const { arn } = seenTrail(context, input.TrailName);
    throw new AwsFault(
      'InsightNotEnabledException',
      `Trail ${arn} does not have Insights enabled. Edit the trail settings to enable Insights, and then try the operation again.`,
    );
  },
});
