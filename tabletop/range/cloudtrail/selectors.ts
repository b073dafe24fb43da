import type { Category } from './data-events.ts';
import type { FieldSelector, Selectors } from './trail-state.ts';

/** What a selector looks at. */
export interface Candidate {
  readonly kind: Category;
  readonly eventSource: string;
  readonly eventName: string;
  readonly identityArn: string;
  /** Of the resource that a data event is about. */
  readonly arn: string;
}

/** A trail does not tell the name of a whole service by a prefix: `arn:aws:s3` and `arn:aws:lambda` mean every object and every function. */
const below = (value: string, arn: string): boolean =>
  value === arn || (value.endsWith('/') && arn.startsWith(value)) || (/^arn:aws:(s3|s3:::|lambda)$/.test(value) && arn.startsWith(value));

const fieldOf = ({ kind, eventSource, eventName, identityArn, arn }: Candidate, field: string): string | undefined => {
  switch (field) {
    case 'eventCategory':
      return kind.category;
    case 'readOnly':
      return String(kind.readOnly);
    case 'eventSource':
      return eventSource;
    case 'eventName':
      return eventName;
    case 'eventType':
      return 'AwsApiCall';
    case 'resources.type':
      return kind.category === 'Data' ? kind.type : undefined;
    case 'resources.ARN':
      return arn;
    case 'userIdentity.arn':
      return identityArn;
    default:
      return undefined;
  }
};
const some = (wanted: readonly string[] | undefined, test: (text: string) => boolean): boolean => wanted === undefined || wanted.some(test);
const none = (wanted: readonly string[] | undefined, test: (text: string) => boolean): boolean =>
  wanted === undefined || !wanted.some(test);
const fieldHolds = (selector: FieldSelector, candidate: Candidate): boolean => {
  const value = fieldOf(candidate, selector.Field);
  if (value === undefined) return false;
  return (
    some(selector.Equals, (text) => value === text) &&
    some(selector.StartsWith, (text) => value.startsWith(text)) &&
    some(selector.EndsWith, (text) => value.endsWith(text)) &&
    none(selector.NotEquals, (text) => value === text) &&
    none(selector.NotStartsWith, (text) => value.startsWith(text)) &&
    none(selector.NotEndsWith, (text) => value.endsWith(text))
  );
};

/** Whether a trail with these selectors records it: one selector is enough, and within one every field counts. */
export const wants = (selectors: Selectors, candidate: Candidate): boolean => {
  if ('advanced' in selectors)
    return selectors.advanced.some(({ FieldSelectors }) => FieldSelectors.every((field) => fieldHolds(field, candidate)));
  const { kind, eventSource, arn } = candidate;
  return selectors.basic.some(({ ReadWriteType, IncludeManagementEvents, DataResources, ExcludeManagementEventSources }) => {
    if (ReadWriteType !== 'All' && (ReadWriteType === 'ReadOnly') !== kind.readOnly) return false;
    if (kind.category === 'Management') return IncludeManagementEvents && !ExcludeManagementEventSources.includes(eventSource);
    return DataResources.some(({ Type, Values = [] }) => Type === kind.type && Values.some((value) => below(value, arn)));
  });
};
