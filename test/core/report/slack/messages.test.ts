import fc from 'fast-check';
import type { ApprovalCard, TimelineLine } from '../../../../core/report/card.ts';
import { isSafe } from '../../../../core/report/safe.ts';
import { answerText } from '../../../../core/report/slack/answer-text.ts';
import { approvalMessage } from '../../../../core/report/slack/approval-message.ts';
import type { SlackMessage } from '../../../../core/report/slack/blocks.ts';
import { aboutOf, ACTION, approvalNumber, denyForm, formFor, typedForm } from '../../../../core/report/slack/forms.ts';
import { choiceMessage } from '../../../../core/report/slack/choice-message.ts';
import { incidentMessage } from '../../../../core/report/slack/incident-message.ts';
import { escaped, unescaped } from '../../../../core/report/slack/escape.ts';
import { inSlack } from '../../../../core/report/slack/mrkdwn.ts';
import { linesPerReply, timelineMessage } from '../../../../core/report/slack/timeline-message.ts';
import { approval, choice, evil, incident, instant, line, list, place } from './arbitraries.ts';
import { formObjections, objections } from './limits.ts';

/** Everything that Slack reads as markup; what is plain_text cannot do anything. */
const markups = ({ text, blocks }: SlackMessage): readonly string[] => [
  text,
  ...[...JSON.stringify(blocks).matchAll(/"type":"mrkdwn","text":"((?:[^"\\]|\\.)*)"/g)].map(([, found]) => found ?? ''),
];
const texts = ({ text, blocks }: SlackMessage): readonly string[] =>
  [
    text,
    ...[...JSON.stringify(blocks).matchAll(/"text":("(?:[^"\\]|\\.)*")/g)].map(([, found]) => String(JSON.parse(found ?? '""'))),
  ].flatMap((all) => all.split('\n'));
const expectHarmless = (message: SlackMessage): void => {
  expect(objections(message)).toEqual([]);
  for (const text of markups(message)) expect(text.replaceAll(/<!date\^\d+\^[^<>|]*\|[^<>|]*>/g, '')).not.toMatch(/[<>]/);
  for (const text of texts(message)) expect(isSafe(text.replaceAll('…', ''))).toBe(true);
};

describe('whatever an event says, a message keeps inside the limits and nothing in it works', () => {
  test('the card of an incident', () => {
    fc.assert(fc.property(incident, place, (card, where) => expectHarmless(incidentMessage(card, where))));
  });
  test('a choice', () => {
    fc.assert(fc.property(choice, place, (card, where) => expectHarmless(choiceMessage(card, where))));
  });
  test('an approval', () => {
    fc.assert(fc.property(approval, place, (card, where) => expectHarmless(approvalMessage(card, where))));
  });
  test('timeline lines, and every line is in exactly one reply', () => {
    fc.assert(
      fc.property(list(line, 60), instant, place, (lines, openedAt, where) => {
        let told = 0;
        for (let left: readonly TimelineLine[] = lines; left.length > 0; ) {
          const count = linesPerReply(left, openedAt);
          expect(count).toBeGreaterThan(0);
          const message = timelineMessage(left.slice(0, count), openedAt, where);
          expectHarmless(message);
          const [block] = message.blocks as readonly { readonly text: { readonly text: string } }[];
          expect(block?.text.text.split('\n').filter((text) => /T\+/.test(text))).toHaveLength(count);
          told += count;
          left = left.slice(count);
        }
        expect(told).toBe(lines.length);
      }),
    );
  });
  test('an answer to one person', () => {
    fc.assert(
      fc.property(list(evil, 80), fc.option(evil, { nil: undefined }), (lines, next) => {
        const text = answerText(next === undefined ? { lines } : { lines, next });
        expect(text.length).toBeLessThan(40_000);
        expect(text).not.toMatch(/[<>]/);
        expect(text.split('```')).toHaveLength(3);
        for (const one of text.split('\n')) expect(isSafe(one.replaceAll('…', ''))).toBe(true);
      }),
    );
  });
  test('the checker of the limits does object', () => {
    const button = { type: 'button', action_id: 'a', text: { text: 'x'.repeat(76) }, value: 'v' };
    expect(objections({ text: '', blocks: [] })).toHaveLength(1);
    expect(objections({ text: 't', blocks: [{ type: 'section', text: { text: 'x'.repeat(3001) } }] })).toHaveLength(1);
    expect(objections({ text: 't', blocks: [{ type: 'section', text: { text: '' } }] })).toHaveLength(1);
    expect(objections({ text: 't', blocks: [{ type: 'actions', elements: [button, button] }] })).toHaveLength(3);
    expect(objections({ text: 't', blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) })).toHaveLength(1);
    expect(objections({ text: 't', blocks: [{ type: 'marquee' }] })).toHaveLength(1);
  });
});

describe('an approval', () => {
  const [sample] = fc.sample(approval, 1);
  const card: ApprovalCard = {
    ...sample!,
    number: 7,
    title: 'Quarantine fraud-scorer',
    state: 'waiting',
    typedTarget: false,
    byIam: 'nothing',
  };
  const buttonsOf = (message: SlackMessage) => message.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  test('has two buttons while it waits, which carry its number and nothing else', () => {
    expect(buttonsOf(approvalMessage(card, 'LIVE')).map(({ action_id: id, value }) => [id, value])).toEqual([
      [ACTION.approve, '7'],
      [ACTION.deny, '7'],
    ]);
    expect(buttonsOf(approvalMessage({ ...card, typedTarget: true }, 'LIVE')).map(({ action_id: id }) => id)).toEqual([
      ACTION.approveTyped,
      ACTION.deny,
    ]);
  });
  test('has no way to say yes where a yes from Slack would not count, but the command that does', () => {
    for (const typedTarget of [false, true]) {
      const where = { ...card, typedTarget, byIam: 'next', target: { arn: 'arn:aws:x:1', name: 'fraud-scorer' } } as const;
      const message = approvalMessage(where, 'LIVE');
      expect(buttonsOf(message).map(({ action_id: id }) => id)).toEqual([ACTION.deny]);
      expect(JSON.stringify(message)).toContain(`terminal: npx cordon approve A-7${typedTarget ? ' --target fraud-scorer' : ''}`);
      expect(JSON.stringify(message)).not.toContain('To approve, type');
    }
    const one = approvalMessage({ ...card, byIam: 'one' }, 'LIVE');
    expect(buttonsOf(one)).toHaveLength(2);
    expect(JSON.stringify(one)).toContain('at least one yes in the console or at a terminal');
  });
  test('a command for a terminal stays one; every other is typed here', () => {
    expect(inSlack('at a terminal: npx cordon approve A-1; or npx cordon show A-1')).toBe(
      'at a terminal: npx cordon approve A-1; or /cordon show A-1',
    );
    const lines = ['Say yes at a terminal: npx cordon approve A-1'];
    expect(answerText({ lines, next: 'npx cordon approve A-1 --as cy' })).toContain('Next: `npx cordon approve A-1 --as cy`');
    expect(answerText({ lines, next: 'npx cordon approve A-2' })).toContain('Next: `/cordon approve A-2`');
    expect(answerText({ lines: [], next: 'npx cordon approve A-1' })).toContain('Next: `/cordon approve A-1`');
  });
  test('has none afterwards', () => {
    for (const state of ['approved', 'denied', 'expired', 'void', 'done-on-silence'] as const)
      expect(buttonsOf(approvalMessage({ ...card, state }, 'LIVE'))).toEqual([]);
  });
  test('of an exercise says so first, in the header and in the notification', () => {
    const { text, blocks } = approvalMessage(card, 'EXERCISE');
    expect(text).toMatch(/^EXERCISE - A-7/);
    expect(blocks[0]).toMatchObject({ type: 'header', text: { text: expect.stringMatching(/^EXERCISE - /) } });
    expect(approvalMessage(card, 'LIVE').text).toMatch(/^A-7: /);
  });
});

describe('forms', () => {
  test('fit, and bring back what they were about', () => {
    for (const form of [
      denyForm({ approval: 999_999_999, channel: 'C012345678' }),
      typedForm({ approval: 999_999_999, channel: 'C012345678' }),
    ]) {
      expect(formObjections({ ...form })).toEqual([]);
      expect(aboutOf(form.private_metadata)).toEqual({ approval: 999_999_999, channel: 'C012345678' });
    }
  });
  test('about anything else are not opened and not believed', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        if (approvalNumber(value) === undefined) expect(formFor(ACTION.deny, value, 'C1')).toBeUndefined();
        expect(() => aboutOf(value)).not.toThrow();
      }),
    );
    for (const text of ['', '{', '[]', 'null', '{"approval":0,"channel":"C1"}', '{"approval":"1e3","channel":"C1"}', '{"approval":1}'])
      expect(aboutOf(text)).toBeUndefined();
  });
});

test('escaping and what Slack does to typed text undo each other', () => {
  fc.assert(
    fc.property(fc.string(), (text) =>
      expect(unescaped(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'))).toBe(text),
    ),
  );
  expect(escaped('<!here> & co')).toBe('&lt;!here&gt; &amp; co');
});
test('a command for a terminal becomes one for Slack', () => {
  expect(inSlack('npx cordon approve A-2 --as bo')).toBe('/cordon approve A-2');
  expect(inSlack('npx cordon evidence verify --help')).toBe('/cordon help evidence verify');
  expect(inSlack('contain it again: npx cordon contain churn')).toBe('contain it again: /cordon contain churn');
});
