import { rehearsePlaybook, type PlaybookTexts } from '../../../core/playbook/rehearse-playbook.ts';
import { KNOWN, shippedText } from './shipped.ts';

const ID = 'training-data-poisoning';
const [PLAYBOOK, FIRES, QUIET] = ['playbook.yaml', 'fires.yaml', 'quiet.yaml'].map((file) => shippedText(`${ID}/${file}`));
const sound: PlaybookTexts = {
  id: ID,
  folder: `playbooks/${ID}`,
  playbook: PLAYBOOK ?? '',
  rehearsals: { 'fires.yaml': FIRES ?? '', 'quiet.yaml': QUIET ?? '' },
};
type File = 'playbook.yaml' | 'fires.yaml' | 'quiet.yaml';
const edited = (file: File, from: string, to: string): PlaybookTexts => {
  const old = file === 'playbook.yaml' ? sound.playbook : (sound.rehearsals[file] ?? '');
  expect(old).toContain(from);
  const text = old.replace(from, () => to);
  return file === 'playbook.yaml' ? { ...sound, playbook: text } : { ...sound, rehearsals: { ...sound.rehearsals, [file]: text } };
};
const faultsOf = (texts: PlaybookTexts) =>
  rehearsePlaybook(texts, KNOWN).runs.flatMap(({ faults }) =>
    faults.map(({ file, line, column, ...said }) => ({ at: `${file.split('/').at(-1) ?? ''}:${line}:${column}`, ...said })),
  );

test('a sound playbook: what it does is said, and nothing is wrong', () => {
  const { shared, runs } = rehearsePlaybook(sound, KNOWN);
  expect([shared, runs.map(({ did }) => did)]).toEqual([
    false,
    ['answers with 4 steps', expect.stringContaining('stays quiet: where is false: atLeast(finding.certainty')],
  ]);
  expect(faultsOf(sound)).toEqual([]);
});

describe('planted', () => {
  test.each<[string, File, string, string, string, { expected: RegExp; happened: RegExp }]>([
    [
      'it stays quiet',
      'fires.yaml',
      'certainty: likely',
      'certainty: suspected',
      'fires.yaml:48:12',
      { expected: /^it answers$/, happened: /quiet/ },
    ],
    [
      'it answers',
      'quiet.yaml',
      'certainty: suspected',
      'certainty: likely',
      'quiet.yaml:36:12',
      { expected: /quiet/, happened: /^it answers$/ },
    ],
    ['another reason', 'quiet.yaml', 'because: atLeast', 'because: never', 'quiet.yaml:37:12', { expected: /never/, happened: /atLeast/ }],
    [
      'another argument',
      'fires.yaml',
      'reason: trained on poisoned',
      'reason: trained on good',
      'fires.yaml:63:17',
      { expected: /reason: .*good/, happened: /poisoned/ },
    ],
    [
      'an argument more',
      'fires.yaml',
      '        badSince:',
      '        bad: yes\n        badSince:',
      'fires.yaml:59:14',
      { expected: /bad: "yes"/, happened: /nothing/ },
    ],
    [
      'an argument less',
      'fires.yaml',
      "        badSince: '2026-11-18T02:10:00Z'\n",
      '',
      'fires.yaml:57:9',
      { expected: /badSince: nothing/, happened: /2026-11-18/ },
    ],
    ['another order', 'fires.yaml', '- id: deny', '- id: denied', 'fires.yaml:53:11', { expected: /step denied/, happened: /step deny/ }],
    [
      'a step less',
      'fires.yaml',
      '    - id: deny\n      with: { endpoint: arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer }\n',
      '',
      'fires.yaml:51:5',
      { expected: /3 steps/, happened: /reject runs as well/ },
    ],
    [
      'a step too many',
      'playbook.yaml',
      '  - id: reject',
      '  - id: other',
      'fires.yaml:60:11',
      { expected: /step reject/, happened: /step other/ },
    ],
    [
      'a step that is skipped',
      'playbook.yaml',
      'size(steps.rollback.output.fromPackages) > 0',
      'size(steps.rollback.output.fromPackages) > 7',
      'fires.yaml:60:11',
      { expected: /runs/, happened: /it is skipped: / },
    ],
    [
      'a step that runs',
      'fires.yaml',
      '    - id: deny\n      with:',
      '    - id: deny\n      skipped: never\n      with:',
      'fires.yaml:54:16',
      { expected: /never/, happened: /runs/ },
    ],
    [
      'a step that asks',
      'fires.yaml',
      'fromPackages:',
      'packages:',
      'fires.yaml:60:11',
      { expected: /reject runs/, happened: /ask a person/ },
    ],
    [
      'a refused argument',
      'fires.yaml',
      'fromPackages: [arn:aws:sagemaker:eu-west-1:111122223333:model-package/fraud-model/7]',
      'fromPackages: [fraud-model-7]',
      'playbook.yaml:49:21',
      { expected: /sagemaker.reject-model-package takes/, happened: /bare name/ },
    ],
    [
      'a playbook that is none',
      'playbook.yaml',
      'mode: propose',
      'mode: proposed',
      'playbook.yaml:15:7',
      { expected: /a playbook/, happened: /proposed/ },
    ],
    ['no YAML', 'fires.yaml', 'expect:', '\texpect:', 'fires.yaml:47:1', { expected: /YAML/, happened: /./ }],
    [
      'a stray field',
      'fires.yaml',
      '  answers: true',
      '  answers: true\n  answer: true',
      'fires.yaml:49:3',
      { expected: /PlaybookRehearsal/, happened: /answer/ },
    ],
    [
      'a wrong value',
      'quiet.yaml',
      'severityId: 2',
      'severityId: 9',
      'quiet.yaml:28:15',
      { expected: /PlaybookRehearsal/, happened: /severityId/ },
    ],
  ])('%s', (_what, file, from, to, at, said) => {
    const faults = faultsOf(edited(file, from, to));
    const found = faults.find((one) => one.at === at);
    expect({ at, faults, found }).toMatchObject({
      found: { expected: expect.stringMatching(said.expected), happened: expect.stringMatching(said.happened) },
    });
    for (const { why, fix } of faults) expect([why.length > 5, /[.?]$|\/$/.test(fix)]).toEqual([true, true]);
  });
  test('the two files put one for the other', () => {
    const { 'fires.yaml': fires = '', 'quiet.yaml': quiet = '' } = sound.rehearsals;
    const faults = faultsOf({ ...sound, rehearsals: { 'fires.yaml': quiet, 'quiet.yaml': fires } });
    expect(faults.map(({ at, fix }) => [at, fix])).toEqual([
      ['fires.yaml:36:12', 'Put this finding into quiet.yaml.'],
      ['quiet.yaml:48:12', 'Put this finding into fires.yaml.'],
    ]);
  });
  test('a rehearsal that is not there', () => {
    const faults = faultsOf({ ...sound, rehearsals: {} });
    expect(faults.map(({ at, happened }) => [at, happened])).toEqual([
      ['fires.yaml:1:1', 'the file is not there'],
      ['quiet.yaml:1:1', 'the file is not there'],
    ]);
  });
});

test('a shared playbook answers nothing, so nothing is missing', () => {
  const texts = {
    id: 'forensic-snapshot',
    folder: 'playbooks/forensic-snapshot',
    playbook: shippedText('forensic-snapshot/playbook.yaml'),
    rehearsals: {},
  };
  expect(rehearsePlaybook(texts, KNOWN)).toEqual({ playbook: 'forensic-snapshot', shared: true, runs: [] });
});
