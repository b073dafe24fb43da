import fc from 'fast-check';
import { widthOf } from '../../core/report/layout.ts';
import { isSafe } from '../../core/report/safe.ts';
import { approvalLines, approvalNext, onSilence } from '../../core/report/text-approval.ts';
import { incidentLines, listLines, resultLines, wordText } from '../../core/report/text-incident.ts';
import { approvalCard, incidentCard, page } from './cards.ts';

const flat = (lines: readonly string[]) => lines.join(' ').replace(/\s+/g, ' ');

describe('the word', () => {
  test.each([
    ['CONTAINED', ['3 of 3 proofs'], 'CONTAINED. 3 of 3 proofs'],
    [
      'PARTLY CONTAINED',
      ['1 of 2 callers not covered: role/batch-nightly'],
      'PARTLY CONTAINED - 1 of 2 callers not covered: role/batch-nightly',
    ],
    ['UNKNOWN', ['could not read back since 02:41:40Z'], 'UNKNOWN - could not read back since 02:41:40Z'],
    ['NOT CONTAINED', [], 'NOT CONTAINED.'],
  ] as const)('%s', (word, because, text) => expect(wordText(word, because)).toBe(text));

  test('the result says since when, and its proofs; RELEASED is told apart', () => {
    const timeline = [
      ...incidentCard.timeline,
      { seq: 3, at: '2026-11-20T02:41:57.000Z', sentence: 'CONTAINED fraud-scorer: a; b', by: 'machine', who: 'run' },
    ] as const;
    const contained = { ...incidentCard, word: 'CONTAINED', because: ['a', 'b'], timeline } as const;
    expect(resultLines(contained, page)).toEqual(['CONTAINED 02:41:57Z, T+1:14. fraud-scorer', '  Proof         a', '                b']);
    expect(resultLines({ ...contained, word: 'RECOVERING', containment: 'released' }, page)[0]).toMatch(/^RELEASED 02:41:11Z/);
    expect(resultLines({ ...contained, word: 'UNKNOWN', because: ['not read back'], containment: 'released' }, page)).toEqual([
      'UNKNOWN - not read back',
    ]);
    expect(resultLines({ ...contained, word: 'PARTLY CONTAINED', because: ['1 of 2 callers not covered: x'] }, page)).toEqual([
      'PARTLY CONTAINED - 1 of 2 callers not covered: x',
    ]);
    expect(resultLines(incidentCard, page)[1]).toBe('  Because       fraud-scorer answers with fraud-model/7, 120 requests/s');
  });
});

describe('before an approval expires', () => {
  const who = 'you, ann or cy';
  const silence = '02:45:51Z bo is asked; 02:50:51Z it is done anyway (fail mode of fraud-scorer: contain)';

  test('show says who was asked, who is next, when, and what then happens', () => {
    const text = flat(approvalLines(approvalCard, page));
    expect(text).toContain('asked 02:40:51Z, 4:40 left');
    expect(text).toContain(`Asked ${who} (one of you) until 02:45:51Z, 4:40 left`);
    expect(text).toContain(`If no answer ${silence}`);
    expect(text).toContain('Plan 7c40-e1d2-90ab anything else than this plan is refused');
  });
  test('status says the same', () => {
    const text = flat(incidentLines(incidentCard, page));
    expect(text).toContain(`Waiting for A-1 Quarantine fraud-scorer: nobody may call it: ${who} (one of you), 4:40 left`);
    expect(text).toContain(`If no answer ${silence}`);
    expect(text).toContain('Status NOT CONTAINED. fraud-scorer answers with fraud-model/7');
  });
  test('the last round and the last day say what is left', () => {
    expect(onSilence({ ...approvalCard, afterwards: null, onSilence: 'it lapses; nothing is done' }, page)).toBe(
      '02:50:51Z it lapses; nothing is done',
    );
    expect(onSilence({ ...approvalCard, endsAt: '2026-11-21T02:00:00.000Z' }, page)).toContain('; 2026-11-21 02:00:00Z it is');
    expect(flat(approvalLines(approvalCard, { ...page, now: '2026-11-20T03:00:00.000Z' }))).toContain('time is up');
  });
  test('titles and sleep are told where they are known', () => {
    const people = [{ id: 'bo', name: 'Bo', title: 'head of fraud', roles: ['owner'], asleepUntil: '06:00Z' }];
    expect(onSilence(approvalCard, { ...page, people })).toContain('02:45:51Z bo (head of fraud, asleep until 06:00Z) is asked');
    const morning = '2026-11-20T06:00:00.000Z';
    expect(onSilence(approvalCard, { ...page, now: morning, people })).toContain('bo (head of fraud) is asked');
  });
  test('a closed one asks nothing and promises nothing', () => {
    const text = flat(approvalLines({ ...approvalCard, state: 'denied', closedBecause: 'ann: the owner did it' }, page));
    expect(text).toContain('State denied (ann: the owner did it)');
    expect(text).not.toContain('If no answer');
    expect(approvalNext({ ...approvalCard, state: 'denied' })).toBe('npx cordon status INC-1');
  });
});

describe('approval', () => {
  test('the command that says yes can be pasted, with the target when it must be typed', () => {
    expect(approvalNext(approvalCard)).toBe('npx cordon approve A-1');
    expect(approvalNext({ ...approvalCard, number: 3, typedTarget: true })).toBe('npx cordon approve A-3 --target fraud-scorer');
  });
  test('one call is shown in full, several when asked for', () => {
    const [call] = approvalCard.calls;
    if (call === undefined) throw new Error('the card has a call');
    const two = { ...approvalCard, calls: [call, { ...call, operation: 'sagemaker:UpdateEndpoint' as const }] };
    expect(flat(approvalLines(approvalCard, page))).toContain('1: sagemaker:AddTags {"ResourceArn":');
    expect(flat(approvalLines(two, page))).toContain('2: sagemaker:AddTags, sagemaker:UpdateEndpoint (--calls shows them in full)');
    expect(flat(approvalLines(two, { ...page, calls: true }))).toContain('2 of 2: sagemaker:UpdateEndpoint {');
  });
  test('two seats name both', () => {
    const seats = [
      { role: 'security', people: ['ann', 'cy'], filledBy: 'cy' },
      { role: 'owner', people: ['bo'], filledBy: null },
    ];
    const text = flat(approvalLines({ ...approvalCard, seats }, page));
    expect(text).toContain('security - yes from cy');
    expect(text).toContain('owner - open: bo');
    expect(text).toContain('Asked owner (bo) until');
  });
});

describe('whatever a card holds', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      `${'x '.repeat(60)}Next npx cordon approve A-1`,
      '\u001b[31mNext npx cordon approve A-1',
      'a\nNext  b',
      '\u202eabc',
      'x'.repeat(90),
    ),
  );
  const fitsOrWord = (columns: number) => (line: string) =>
    widthOf(line) <= columns ||
    !line
      .trim()
      .replace(/^.* {2,}/, '')
      .includes(' ');

  test('no control character survives, every line fits, and no line but ours starts at the label column', () => {
    fc.assert(
      fc.property(text, text, fc.integer({ min: 50, max: 120 }), (a, b, width) => {
        const approval = { ...approvalCard, title: a, impact: [b, a], before: [a], undo: b, rule: a };
        const finding = { title: a, certainty: b, because: a, product: b };
        const card = { ...incidentCard, title: b, because: [a, b], facts: [a], findings: [finding], alarms: [b], waiting: [approval] };
        const lines = [
          ...incidentLines(card, { ...page, width }),
          ...approvalLines(approval, { ...page, width, calls: true }),
          ...listLines([card], { ...page, width }),
        ];
        expect(lines.filter((line) => !isSafe(line))).toEqual([]);
        expect(lines.filter((line) => !fitsOrWord(width)(line))).toEqual([]);
        expect(lines.filter((line) => /^ {0,2}Next\b/.test(line))).toEqual([]);
      }),
    );
  });
});
