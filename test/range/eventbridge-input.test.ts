import type { Rule } from '../../tabletop/range/eventbridge/state.ts';
import { inputFor, pathProblem } from '../../tabletop/range/eventbridge/transform.ts';
import { WORKLOAD } from './clients.ts';

const RULE: Rule = {
  arn: 'arn:rule',
  name: 'r',
  bus: `arn:aws:events:eu-west-1:${WORKLOAD}:event-bus/default`,
  account: WORKLOAD,
  region: 'eu-west-1',
  pattern: '{}',
  state: 'ENABLED',
  tags: {},
  targets: [],
};
const EVENT = { id: '1', 'detail-type': 'x', resources: ['a', 'b'], detail: { name: 'say "hi"', n: 5, inner: { deep: true } } };
test.each([
  ['nothing', {}, EVENT],
  ['a constant', { Input: '{"a":1}' }, { a: 1 }],
  ['a part', { InputPath: '$.detail.inner' }, { deep: true }],
  ['a part in brackets', { InputPath: "$['detail-type']" }, 'x'],
  ['an element', { InputPath: '$.resources[1]' }, 'b'],
  [
    'a template',
    {
      InputTransformer: {
        InputPathsMap: { name: '$.detail.name', n: '$.detail.n', inner: '$.detail.inner' },
        InputTemplate: '{"name":<name>,"text":"<name> <n>","inner":<inner>,"rule":<aws.events.rule-name>,"kept":"<unknown>"}',
      },
    },
    { name: 'say "hi"', text: 'say "hi" 5', inner: { deep: true }, rule: 'r', kept: '<unknown>' },
  ],
])('%s as input', (_case, how, expected) => {
  const text = inputFor(RULE, { Id: '1', Arn: 'arn', ...how }, EVENT, '2026-11-20T03:00:00.000Z');
  expect(JSON.parse(text)).toEqual(expected);
});

test.each(['detail', '$.', '$..x', '$.a[*]', '$.a b', "$['a"])('%s is no path', (path) => {
  expect(pathProblem(path)).toContain(path);
});
