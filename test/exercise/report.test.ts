import { harmChart } from '../../tabletop/exercise/chart.ts';
import { drawnFrom } from '../../core/exercise/drawn.ts';
import { harmOf } from '../../core/exercise/harm.ts';
import { outcomeHash } from '../../core/exercise/hash.ts';
import type { Outcome } from '../../core/exercise/outcome.ts';
import { reportHtml } from '../../core/exercise/report-html.ts';
import { reportMarkdown, type Debrief } from '../../core/exercise/report.ts';
import { scoreOf, TRAP_CAP } from '../../core/exercise/score.ts';
import { shipped } from './northbank.ts';

const { scenario, digest } = shipped();
const HOSTILE =
  '</svg><script>alert(1)</script><img src=https://evil.example/x onerror=alert(2)> | `code` [link](https://evil.example) \u202e';

const outcome = (end: number, more: Partial<Outcome> = {}): Outcome => {
  const drawn = drawnFrom(scenario, 1);
  const harm = harmOf(
    drawn,
    [
      { seconds: 0, caller: 'checkout-api', version: 'fraud-model/7' },
      { seconds: end / 2, caller: 'checkout-api', version: null },
    ],
    end,
  );
  return {
    schemaVersion: 1,
    exercise: true,
    scenario: { id: scenario.metadata.id, version: '1.0.0', title: HOSTILE, digest },
    playbooks: 'shipped',
    seed: 1,
    player: HOSTILE,
    world: { uncovered: drawn.uncovered, away: drawn.away },
    ended: { seconds: end, because: HOSTILE },
    times: { decided: 100, contained: 140, rightVersion: 150, released: 155 },
    harm: { ...harm, byName: { ...harm.byName }, points: [...harm.points] },
    planted: [{ evidence: 'a', text: HOSTILE, weight: 1, collected: false }],
    decisions: [{ id: 'd', prompt: HOSTILE, chosen: HOSTILE, score: 0, says: HOSTILE, right: HOSTILE }],
    traps: [],
    assertions: scenario.assertions.map(({ id, objective, because }) => ({ id, objective, because, passed: true })),
    objectives: scenario.objectives.map((one) => ({ ...one })),
    aws: [{ id: 'sagemaker.tag-propagation', says: HOSTILE, mark: 'assumed' }],
    commands: 3,
    hints: 0,
    log: [{ seconds: 3, lane: 'inject', who: HOSTILE, text: HOSTILE }],
    ...more,
  };
};
const debrief: Debrief = { number: 3, outcome: outcome(600), idle: outcome(2400), perfect: outcome(400) };
const page = reportHtml(debrief, harmChart(debrief));

describe('the page', () => {
  test('is one file: no script, no request to anywhere, and a policy that allows none', () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|\burl\(/i);
    expect(page.match(/<[a-z][^<>]*\s(?:src|href|srcset|action)=/gi)).toBeNull();
    expect(page.replaceAll(/&lt;[^&]*&gt;|evil\.example/g, '')).not.toMatch(/<[^>]*https?:/);
    expect(page).toContain("default-src 'none'");
    expect(page.length).toBeLessThan(300_000);
  });
  test('is marked EXERCISE in its title, its header, its watermark and its chart', () => {
    expect(page).toMatch(/<title>EXERCISE D-3/);
    expect(page).toMatch(/<header><p class="banner">EXERCISE/);
    expect(page).toContain('content:"EXERCISE"');
    expect(page).toContain('>EXERCISE: wrong decisions over time</title>');
  });
  test("shows everybody's text as text", () => {
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('\u202e');
    expect(page).toContain('\\u{202e}');
  });
  test('draws three curves and every event', () => {
    expect(page.match(/<path class="(?:run|none|best)" d="M[^"]+"/g)).toHaveLength(3);
    expect(page.match(/<circle class="dot/g)).toHaveLength(1);
    expect(page).not.toContain('NaN');
  });
});

test('how sure it is that AWS does the same stands in both reports', () => {
  const sure = outcome(600, {
    aws: [
      { id: 'a.b', says: 'Somebody saw it.', mark: 'measured' },
      { id: 'c.d', says: 'Nobody knows.', mark: 'assumed' },
    ],
  });
  const both = { ...debrief, outcome: sure };
  expect(reportMarkdown(both)).toMatch(/\| Nobody knows\. \| assumed \| c\.d \|\n\| Somebody saw it\. \| measured \| a\.b \|/);
  expect(reportHtml(both, '')).toMatch(/Nobody knows\.<\/th><td>assumed<\/td><td>c\.d<\/td>/);
});

test('the Markdown is marked, and no text of others is markup or breaks a table', () => {
  const text = reportMarkdown(debrief);
  expect(text).toMatch(/^# EXERCISE D-3/);
  // Between backticks nothing is markup.
  expect(text.replaceAll(/`[^`]*`/g, '')).not.toMatch(/[^\\]<script/);
  expect(text.replaceAll(/`[^`]*`/g, '')).not.toMatch(/[^\\]\]\(https/);
  for (const line of text.split('\n').filter((one) => one.startsWith('| T+'))) expect(line.match(/(?<!\\)\|/g)).toHaveLength(5);
});

describe('the score', () => {
  const bounds = { none: 1000, best: 100 };
  const perfect = outcome(600, { harm: { ...debrief.outcome.harm, wrong: 100 }, planted: [] });
  test('is 100 for everything, nothing for the harm of nobody doing anything, and never outside', () => {
    expect(scoreOf(perfect, bounds).points).toBe(100);
    expect(scoreOf({ ...perfect, harm: { ...perfect.harm, wrong: 1000 } }, bounds).points).toBe(70);
    expect(scoreOf({ ...perfect, harm: { ...perfect.harm, wrong: 5000 } }, bounds).points).toBe(70);
    expect(scoreOf({ ...perfect, harm: { ...perfect.harm, wrong: 1 } }, bounds).points).toBe(100);
  });
  test('is capped once a trap was taken', () => {
    expect(scoreOf({ ...perfect, traps: [{ id: 't', because: 'x', taken: true }] }, bounds)).toMatchObject({
      points: TRAP_CAP,
      capped: true,
    });
  });
});

test('the hash changes with anything that people can see, and not with the order within one instant', () => {
  const log = [
    { seconds: 1, lane: 'act' as const, who: 'a', text: 'one' },
    { seconds: 1, lane: 'act' as const, who: 'b', text: 'two' },
  ];
  const one = outcomeHash(outcome(600, { log }));
  expect(outcomeHash(outcome(600, { log: log.toReversed() }))).toBe(one);
  expect(outcomeHash(outcome(600, { log: [{ ...log[0]!, text: 'other' }, log[1]!] }))).not.toBe(one);
  expect(outcomeHash(outcome(601, { log }))).not.toBe(one);
  expect(outcomeHash(outcome(600, { log, hints: 1 }))).not.toBe(one);
});
