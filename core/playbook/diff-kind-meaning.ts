import { secondsOf, type Duration } from '../time.ts';
import type { Leaf } from './diff-json.ts';
import { looser, same, tighter, unsure, words, type Meaning } from './diff-meaning.ts';
import { acts, contains } from './diff-step-meaning.ts';
import type { Known } from './known.ts';
import type { Step } from './step.ts';

export interface Pair {
  readonly old: Step;
  readonly step: Step;
  readonly known: Known;
}
const OTHER_KIND = unsure('it is another kind of step');
const seconds = (duration: Duration | undefined): number => (duration === undefined ? 0 : secondsOf(duration));

const approvalMeaning = ({ before, after }: Leaf): Meaning => {
  if (after === undefined) return looser('people are no longer asked whatever tier and mode say');
  return before === undefined ? tighter('people are asked whatever tier and mode say') : words;
};

/** Without one, the action's own time counts. */
const timeoutMeaning = ({ old, step, known }: Pair): Meaning => {
  const [from = 0, to = 0] = [old, step].map((one) =>
    'uses' in one ? (one.timeout === undefined ? (known.action(one.uses)?.settle.atMostSeconds ?? 0) : secondsOf(one.timeout)) : 0,
  );
  if (from === to) return same('as long as before', 'patch');
  return to > from ? looser('it is noticed later that it has no effect') : unsure('it is given up earlier: then nobody knows what it did');
};

const taskMeaning = ({ path: [, field] }: Leaf): Meaning => {
  if (field === 'instruct' || field === 'doneWhen') return words;
  if (field === 'ask') return same('somebody else is asked');
  return field === 'due' ? same('it is overdue at another time') : OTHER_KIND;
};

const waitMeaning = ({ path: [, field] }: Leaf, { old, step }: Pair): Meaning => {
  if (!('wait' in old) || !('wait' in step)) return OTHER_KIND;
  if (field === 'because') return words;
  const [from, to] = [secondsOf(old.wait.for), secondsOf(step.wait.for)];
  if (from === to) return same('as long as before', 'patch');
  return to > from ? unsure('what comes after is done later') : unsure('what comes after is done earlier, ready or not');
};

const decideMeaning = ({ path: [, field] }: Leaf, { old, step }: Pair): Meaning => {
  if (!('decide' in old) || !('decide' in step)) return OTHER_KIND;
  const [from, to] = [old.decide, step.decide];
  switch (field) {
    case 'prompt':
      return words;
    case 'ask':
      return unsure('other people choose the way');
    case 'otherwise':
      return unsure(`when nobody answers, it goes another way: ${to.otherwise}`);
    case 'timeout':
      if (seconds(from.timeout) === seconds(to.timeout)) return same('as long as before', 'patch');
      return seconds(to.timeout) < seconds(from.timeout)
        ? looser(`people have less time before it goes on with ${to.otherwise}`)
        : unsure('what comes after waits longer for people');
    case 'options': {
      const [had, has] = [from, to].map(({ options }) => options.map(({ answer }) => answer).toSorted());
      return had?.join() === has?.join() ? words : unsure('people have other ways to choose from');
    }
    default:
      return unsure('nothing is known about this field');
  }
};

const foreachMeaning = ({ path: [, field] }: Leaf, { old, step, known }: Pair): Meaning => {
  if (!('foreach' in old) || !('foreach' in step)) return OTHER_KIND;
  const [from, to] = [old.foreach, step.foreach];
  const does = acts(old, known) || acts(step, known);
  switch (field) {
    case 'in':
      return unsure('it is done for other items');
    case 'atMost':
      if (to.atMost > from.atMost) return looser(`up to ${to.atMost} items are done before a person is asked, not ${from.atMost}`);
      return contains(step, known)
        ? looser(`with more than ${to.atMost} items nothing is contained before a person is asked`)
        : tighter(`with more than ${to.atMost} items a person is asked`);
    case 'atOnce':
      if ((to.atOnce ?? 1) === (from.atOnce ?? 1)) return same('1 is the default', 'patch');
      if (!does) return same('more or fewer items at the same time; it changes nothing');
      return (to.atOnce ?? 1) > (from.atOnce ?? 1)
        ? looser('more items at the same time: more is done before anybody sees the first one fail')
        : tighter('fewer items at the same time');
    default:
      return unsure('nothing is known about this field');
  }
};

/** What a change of a field means that only some kinds of step have. What this does not know, a person must judge. */
export const kindFieldMeaning = (leaf: Leaf, pair: Pair): Meaning => {
  switch (leaf.path[0]) {
    case 'approval':
      return approvalMeaning(leaf);
    case 'timeout':
      return timeoutMeaning(pair);
    case 'task':
      return taskMeaning(leaf);
    case 'wait':
      return waitMeaning(leaf, pair);
    case 'decide':
      return decideMeaning(leaf, pair);
    case 'foreach':
      return foreachMeaning(leaf, pair);
    case 'parallel':
      if (leaf.path[1] === undefined) return OTHER_KIND;
      return leaf.after === undefined
        ? same('one branch less; its steps are compared by themselves')
        : same('one branch more, done at the same time; its steps are compared by themselves');
    case 'abort':
      return leaf.path[1] === 'because' ? words : OTHER_KIND;
    default:
      return unsure('nothing is known about this field');
  }
};
