import type { SearchCommandInput, SearchCommandOutput } from '@aws-sdk/client-sagemaker';
import { isObject, type Json, type JsonObject } from '../../../../core/json.ts';
import { operation, type Operation, type Present } from '../../operation.ts';
import { pageOf } from '../../page.ts';
import { AwsFault } from '../../protocol/errors.ts';
import { onAll } from '../access.ts';
import { invalid } from '../faults.ts';
import { RESOURCES, type Hit } from './search-records.ts';

type Expression = NonNullable<Present<SearchCommandInput>['SearchExpression']>;
/** All values that a dotted name means: lists are gone through, `Tags.team` is the value of the tag. */
const valuesAt = (value: Json | undefined, path: readonly string[]): readonly string[] => {
  const [head, ...rest] = path;
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item: Json) => valuesAt(item, path));
  if (head === undefined) return typeof value === 'object' ? [] : [String(value)];
  if (!isObject(value)) return [];
  if (value['Key'] === path.join('.') && typeof value['Value'] === 'string') return [value['Value']];
  return valuesAt(value[head], rest);
};
const order = (a: string, b: string): number => {
  const [x, y] = [Number(a), Number(b)];
  return Number.isNaN(x) || Number.isNaN(y) ? (a < b ? -1 : a > b ? 1 : 0) : x - y;
};
const TESTS: Readonly<Record<string, (values: readonly string[], wanted: string) => boolean>> = {
  Equals: (values, wanted) => values.includes(wanted),
  NotEquals: (values, wanted) => !values.includes(wanted),
  Contains: (values, wanted) => values.some((value) => value.includes(wanted)),
  GreaterThan: (values, wanted) => values.some((value) => order(value, wanted) > 0),
  GreaterThanOrEqualTo: (values, wanted) => values.some((value) => order(value, wanted) >= 0),
  LessThan: (values, wanted) => values.some((value) => order(value, wanted) < 0),
  LessThanOrEqualTo: (values, wanted) => values.some((value) => order(value, wanted) <= 0),
  Exists: (values) => values.length > 0,
  NotExists: (values) => values.length === 0,
  In: (values, wanted) => wanted.split(',').some((one) => values.includes(one)),
};
const holds = (expression: Expression, plain: JsonObject): boolean => {
  if (expression.NestedFilters !== undefined)
    throw new AwsFault('NotImplemented', 'The range does not search with NestedFilters.', { status: 501 });
  const filters = (expression.Filters ?? []).map(({ Name, Operator = 'Equals', Value = '' }) => {
    const test = TESTS[Operator];
    if (test === undefined) throw invalid(`Operator ${Operator} is not supported.`);
    return test(valuesAt(plain, Name.split('.')), Value);
  });
  const inner = (expression.SubExpressions ?? []).map((sub) => holds(sub, plain));
  const all = [...filters, ...inner];
  return expression.Operator === 'Or' && all.length > 0 ? all.some(Boolean) : all.every(Boolean);
};

const search = operation<SearchCommandInput, SearchCommandOutput>({
  trail: 'read',
  access: () => onAll('Search'),
  run: (input, context) => {
    const of = RESOURCES[input.Resource];
    if (of === undefined) throw new AwsFault('NotImplemented', `The range does not search ${input.Resource}.`, { status: 501 });
    if (input.CrossAccountFilterOption !== undefined || input.VisibilityConditions !== undefined)
      throw new AwsFault('NotImplemented', 'The range searches one account only.', { status: 501 });
    const { SearchExpression: expression, SortBy = 'CreationTime' } = input;
    const direction = input.SortOrder === 'Ascending' ? 1 : -1;
    const keyOf = ({ plain }: Hit): string => valuesAt(plain, SortBy.split('.'))[0] ?? '';
    const found = of(context)
      .filter(({ plain }) => expression === undefined || holds(expression, plain))
      .toSorted((a, b) => direction * (SortBy === 'CreationTime' ? a.createdAt - b.createdAt : order(keyOf(a), keyOf(b))));
    const page = pageOf(found, input.MaxResults ?? 10, input.NextToken);
    if (page === undefined) throw invalid('Invalid NextToken');
    return {
      Results: page.page.map(({ record }) => record),
      NextToken: page.next,
      TotalHits: { Value: found.length, Relation: 'EqualTo' },
    };
  },
});
export const SEARCH_OPERATIONS: Readonly<Record<string, Operation>> = { Search: search };
