import { evidenceLines, verificationLines } from '../../core/report/text-evidence.ts';
import { decisionLines, sentLines } from '../../core/report/text-decision.ts';
import { listLines } from '../../core/report/text-incident.ts';
import { personLines } from '../../core/report/text-person.ts';
import { placeLine } from '../../core/report/text-place.ts';
import { startedLines } from '../../core/report/text-start.ts';
import { isOldNews, progressLines, timelineLines } from '../../core/report/text-timeline.ts';
import { incidentCard, page } from './cards.ts';

const flat = (lines: readonly string[]) => lines.join(' ').replace(/\s+/g, ' ');

describe('other answers', () => {
  test('the place', () => {
    const place = { kind: 'SANDBOX', company: 'Northbank', account: '111122223333', region: 'eu-west-1' } as const;
    expect(placeLine(place)).toBe('SANDBOX northbank 111122223333/eu-west-1');
    expect(placeLine(place, 'bo')).toBe('SANDBOX northbank 111122223333/eu-west-1 as bo');
  });
  test('a decision', () => {
    const base = {
      incident: 1,
      playbook: 'training-data-poisoning@1.0.0',
      mode: 'propose',
      reasons: ['class said by the sender', 'likely'],
    };
    expect(decisionLines({ ...base, outcome: 'respond' }, page)).toEqual([
      '  Outcome       respond -> INC-1, playbook training-data-poisoning@1.0.0, mode propose',
      '  Why           class said by the sender',
      '                likely',
    ]);
    const ignored = { ...base, incident: null, outcome: 'ignore', reasons: ['An endpoint scaled 4 -> 6 instances.'] } as const;
    expect(decisionLines(ignored, page)).toEqual(['  Outcome       ignore. An endpoint scaled 4 -> 6 instances.']);
    expect(
      flat(
        sentLines(
          'Sent x.',
          Array.from({ length: 5 }, () => ignored),
          page,
        ),
      ),
    ).toContain('5 events: 0 respond, 0 triage, 0 record, 5 ignore');
  });
  test('the timeline has date, UTC and T+; --human leaves the machines out', () => {
    expect(timelineLines(incidentCard, page, false)[2]).toBe('  2026-11-20 02:41:40Z  T+0:57  you     A-1 approved');
    const human = timelineLines(incidentCard, page, true);
    expect(human).toHaveLength(2);
    expect(flat(human)).not.toContain('ingest-guard');
  });
  test('progress shows what is a proof and how long it took', () => {
    const line = {
      seq: 3,
      at: '2026-11-20T02:41:42.100Z',
      sentence: 'proven: deny: a canary call: AccessDenied',
      by: 'machine',
      who: 'run',
    } as const;
    const [text = ''] = progressLines(line, '2026-11-20T02:41:40.000Z', page);
    expect(text).toMatch(/^ {2}proof {9}deny: a canary call: AccessDenied +2\.1 s$/);
    expect(progressLines({ ...line, sentence: 'tag set' }, null, page)[0]).toBe('  02:41:42Z     tag set');
  });
  test('what was said already, and the word, are no progress', () => {
    const line = { seq: 3, at: '2026-11-20T02:41:42.100Z', sentence: 'fraud-scorer is Updating', by: 'machine', who: 'run' } as const;
    expect([
      isOldNews(line, null),
      isOldNews(line, line.sentence),
      isOldNews({ ...line, sentence: 'CONTAINED fraud-scorer: x' }, null),
    ]).toEqual([false, true, true]);
  });
  test('the list, evidence and a person', () => {
    expect(listLines([], page)).toEqual(['Nothing is open.']);
    expect(flat(listLines([incidentCard], page))).toBe('INC-1 SEV1 NOT CONTAINED T+0:28 A-1 fraud-scorer: its training data was poisoned');
    expect(evidenceLines([incidentCard], page)).toEqual(['  INC-1         E-1 quick set, 11 items, complete']);
    const verification = {
      ok: false,
      matched: 10,
      total: 11,
      origin: 'unproven',
      problems: ['endpoint.json: other bytes'],
      missing: [],
      lines: ['10 of 11 items match'],
    } as const;
    expect(verificationLines(1, verification, page)).toEqual([
      'E-1  NOT VERIFIED: 10 of 11 items match',
      '  Differs       endpoint.json: other bytes',
    ]);
    const people = [{ id: 'you', name: 'You', title: 'on-call responder', roles: ['responder', 'approver'], asleepUntil: null }];
    expect(flat(personLines({ you: 'you', people }, page))).toContain('Decides as responder and approver');
    expect(flat(personLines({ you: 'eve', people }, page))).toContain('decide nothing');
  });
  test('the first screen says both clocks', () => {
    const place = { kind: 'SANDBOX', company: 'Northbank', account: '111122223333', region: 'eu-west-1' } as const;
    const started = {
      version: '0.1.0',
      place,
      url: 'http://127.0.0.1:4310',
      key: 'k',
      rangeUrl: 'http://127.0.0.1:4311',
      dataDir: '.cordon',
      slack: 'emulated' as const,
      endpoints: 4,
      people: 5,
      sample: 'poisoned-training',
      tookSeconds: 1.44,
    };
    const lines = startedLines(started, page);
    expect(flat(lines)).toContain('Console http://127.0.0.1:4310/#k=k');
    expect(flat(lines)).toContain('nothing leaves this machine');
    expect(flat(startedLines({ ...started, slack: 'real' }, page))).not.toContain('nothing leaves');
    expect(flat(lines)).toContain('AWS waits run 60x faster (7 min -> 7 s). Your own deadlines do not.');
    expect(lines.at(-1)).toBe('Ready in 1.4 s.');
  });
});
