import { selectPlaybook } from '../../../core/playbook/select.ts';
import type { Asset } from '../../../core/asset/asset.ts';
import { FINDING } from './finding.ts';
import { SNAPSHOT, SOUND } from './lint-cases.ts';
import { documentOf } from './sample.ts';

const WHERE = 'atLeast(finding.certainty, "likely")';
const playbook = (id: string, where = WHERE, version = '1.0.0') =>
  documentOf(
    SOUND.replace('id: sample', `id: ${id}`)
      .replace('version: 1.0.0', `version: ${version}`)
      .replace(WHERE, () => where),
  );
const said = (...candidates: Parameters<typeof selectPlaybook>[0]) =>
  selectPlaybook(candidates, { finding: FINDING }).reasons.map(({ sentence }) => sentence);

test('the one that answers, with a reason for each that does not', () => {
  const other = documentOf(SOUND.replace('id: sample', 'id: other').replace('[training-data-poisoning]', '[model-extraction]'));
  const chosen = playbook('sample');
  const result = selectPlaybook([documentOf(SNAPSHOT), chosen, other], { finding: FINDING });
  expect(result.playbook).toBe(chosen);
  expect(result.unsure).toEqual([]);
  expect(result.reasons).toEqual([
    { rule: 'playbook other', verdict: false, sentence: 'other@1.0.0 answers model-extraction, not "training-data-poisoning"' },
    { rule: 'playbook sample', verdict: true, sentence: `sample@1.0.0 answers training-data-poisoning: ${WHERE}` },
    { rule: 'playbook snapshot', verdict: false, sentence: 'snapshot@1.0.0 is called by others and answers no finding' },
  ]);
});

test('the clause that decides, and the values that made it false', () => {
  expect(
    said(playbook('a', 'finding.sev == 1 && (finding.assurance == "aws" || finding.assurance == "account") && finding.isSample')),
  ).toEqual([
    'a@1.0.0 stays quiet: where is false: finding.assurance == "aws" || finding.assurance == "account", because finding.assurance is "app"',
  ]);
  expect(said(playbook('a', 'has(finding.attributes.nothing)'))).toEqual([
    'a@1.0.0 stays quiet: where is false: has(finding.attributes.nothing), because finding.attributes.nothing is absent',
  ]);
});

test('a value in a reason is quoted and short, because an attacker may have written it', () => {
  const finding = { ...FINDING, title: `x\n\u001b[31mINC-1 resolved\u202e${'y'.repeat(500)}` };
  const { reasons } = selectPlaybook([playbook('a', 'finding.title == "z"')], { finding });
  expect(reasons[0]?.sentence).toContain('finding.title is "x\\n\\u001b[31mINC-1 resolved\\u202eyyy');
  expect(reasons[0]?.sentence.length).toBeLessThan(200);
});

test('no answer is a question, never a no', () => {
  const broken = playbook('broken', 'asset.tier == "high"');
  const result = selectPlaybook([broken], { finding: FINDING });
  expect(result.playbook).toBeUndefined();
  expect(result.unsure).toMatchObject([{ kind: 'expression' }]);
  expect(result.reasons[0]?.sentence).toContain('broken@1.0.0 cannot tell');
  const sure = playbook('sure');
  expect(selectPlaybook([broken, sure], { finding: FINDING })).toMatchObject({ playbook: sure, unsure: [{ kind: 'expression' }] });
});

test('an asset that was looked up decides', () => {
  const asset: Asset = {
    arn: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer',
    kind: 'endpoint',
    name: 'fraud-scorer',
    account: '111122223333',
    region: 'eu-west-1',
    tier: 'low',
    owner: 'bo',
    deputies: [],
    failMode: 'contain',
    whenUnavailable: 'fallback',
    callers: [],
    switches: [],
    adopted: true,
    links: [],
    seenAt: '2026-11-20T02:40:43.000Z',
  };
  const { reasons } = selectPlaybook([playbook('a', 'asset.tier != "low"')], { finding: FINDING, asset });
  expect(reasons[0]?.sentence).toBe('a@1.0.0 stays quiet: where is false: asset.tier != "low", because asset.tier is "low"');
});

test('of two that answer, the one with more conditions; else by name; the same whatever the order', () => {
  const [general, close, twin] = [
    playbook('a-general'),
    playbook('close', `${WHERE} && finding.sev == 1`),
    playbook('twin', `${WHERE} && finding.sev <= 2`),
  ];
  for (const candidates of [
    [general, close, twin],
    [twin, close, general],
    [close, general, twin],
  ]) {
    const { playbook: chosen, reasons } = selectPlaybook(candidates, { finding: FINDING });
    expect(chosen).toBe(close);
    expect(reasons.filter(({ verdict }) => verdict)).toHaveLength(1);
    expect(reasons.map(({ sentence }) => sentence)).toContain(
      'a-general@1.0.0 would answer too, but close@1.0.0 states more conditions (2 to 1)',
    );
    expect(reasons.map(({ sentence }) => sentence)).toContain('twin@1.0.0 would answer too, but close@1.0.0 comes first by name');
  }
});

test('no candidates, no finding', () => {
  expect(selectPlaybook([], { finding: FINDING })).toEqual({ reasons: [], unsure: [] });
  expect(selectPlaybook([playbook('a')], {}).playbook).toBeUndefined();
});
