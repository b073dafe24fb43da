import type * as z from 'zod';
import { isShared, type PlaybookDocument } from './document.ts';
import { knownInside } from './known-from.ts';
import type { Known } from './known.ts';
import { readYaml, type YamlSource } from './lint/yaml-source.ts';
import type { Path } from './problem.ts';
import { readPlaybook } from './read-playbook.ts';
import { Rehearsal } from './rehearsal-file.ts';
import { rehearse, type Rehearsed } from './rehearsal.ts';
import { refusedArguments } from './rehearse-arguments.ts';
import { differences, type Difference } from './rehearse-difference.ts';

/** What stands beside every playbook that answers findings. */
export const REHEARSALS = ['fires.yaml', 'quiet.yaml'] as const;
export type RehearsalName = (typeof REHEARSALS)[number];

/** Lines and columns count from 1. */
export interface RehearsalFault extends Omit<Difference, 'path'> {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
export interface RehearsalRun {
  readonly file: string;
  /** What happens, as its author says it; empty when that could not be read. */
  readonly title: string;
  /** What the playbook did about it. */
  readonly did: string;
  /** Empty: as expected. */
  readonly faults: readonly RehearsalFault[];
}
export interface PlaybookRehearsed {
  readonly playbook: string;
  /** Others call it: it answers no finding, so there is nothing to rehearse. */
  readonly shared: boolean;
  readonly runs: readonly RehearsalRun[];
}
export interface PlaybookTexts {
  readonly id: string;
  /** As people see it, e.g. `playbooks/prompt-injection`. */
  readonly folder: string;
  readonly playbook: string;
  readonly rehearsals: Readonly<Partial<Record<RehearsalName, string>>>;
}

const faultAt =
  (file: string, spot: YamlSource['spot']) =>
  ({ path, ...rest }: Difference, on: 'key' | 'value' = 'value'): RehearsalFault => ({ file, ...spot(path, on), ...rest });

const shapeFault = (issue: z.core.$ZodIssue, file: string, { spot }: YamlSource): RehearsalFault => {
  const path: Path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  const stray = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  return {
    file,
    ...(stray === undefined ? spot(path) : spot([...path, stray], 'key')),
    expected: 'a PlaybookRehearsal (cordon/v1)',
    happened: `${path.join('.') || 'the file'}: ${issue.message}`,
    why: 'its shape is not that of a rehearsal',
    fix: stray === undefined ? 'Compare it with the rehearsals of another playbook.' : `Remove ${stray}, or correct its name.`,
  };
};

const didOf = ({ answers, reasons, steps }: Rehearsed, compared: boolean): string => {
  if (!answers) return reasons.map(({ sentence }) => sentence).join('; ');
  const skipped = steps.filter((step) => step.skipped !== undefined).length;
  const asking = steps.filter((step) => step.asks !== undefined).length;
  const assumed = steps.flatMap((step) => (step.assumed === undefined ? [] : [`${step.id}: ${step.assumed}`]));
  const end = steps.find(({ ends }) => ends);
  const notes = [
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(asking > 0 ? [`${asking} asking a person`] : []),
    ...assumed,
    ...(end ? [`${end.id} ends the run`] : []),
  ];
  return `answers with ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}${compared ? '' : ', which the file does not compare'}`;
};

const missing = (file: string, name: RehearsalName): RehearsalRun => ({
  file,
  title: '',
  did: '',
  faults: [
    {
      file,
      line: 1,
      column: 1,
      expected: name === 'fires.yaml' ? 'a finding that the playbook answers' : 'a finding that it must leave alone',
      happened: 'the file is not there',
      why: 'nobody has seen this playbook decide',
      fix: `Write ${name}, beginning with that of another playbook.`,
    },
  ],
});

interface Read {
  readonly document: PlaybookDocument;
  readonly source: YamlSource;
}
const runOne = ({ document, source }: Read, { folder }: PlaybookTexts, name: RehearsalName, text: string, known: Known): RehearsalRun => {
  const file = `${folder}/${name}`;
  const yaml = readYaml(text);
  if (!yaml.ok) {
    const faults = yaml.problems.map(({ line, column, sentence, fix }) => ({
      file,
      line,
      column,
      expected: 'YAML 1.2 with values of JSON',
      happened: sentence,
      why: 'the file cannot be read',
      fix,
    }));
    return { file, title: '', did: '', faults };
  }
  const parsed = Rehearsal.safeParse(yaml.source.value);
  if (!parsed.success)
    return { file, title: '', did: '', faults: parsed.error.issues.map((issue) => shapeFault(issue, file, yaml.source)) };
  const { title, expect } = parsed.data;
  const here = faultAt(file, yaml.source.spot);
  const answers = name === 'fires.yaml';
  const swapped: readonly Difference[] =
    expect.answers === answers
      ? []
      : [
          {
            path: ['expect', 'answers'],
            expected: `answers: ${answers}`,
            happened: `answers: ${expect.answers}`,
            why: `${name} holds a finding that the playbook ${answers ? 'answers' : 'must leave alone'}`,
            fix: `Put this finding into ${answers ? 'quiet.yaml' : 'fires.yaml'}.`,
          },
        ];
  const found = rehearse(document, parsed.data);
  const unlike = differences(expect, found).map((one) => ({ ...one, path: ['expect', ...one.path] }));
  const refused = refusedArguments(document, found, knownInside(known, document.metadata.id));
  return {
    file,
    title,
    did: didOf(found, expect.steps !== undefined),
    faults: [
      ...[...swapped, ...unlike].map((one) => here(one)),
      ...refused.map((one) => faultAt(`${folder}/playbook.yaml`, source.spot)(one)),
    ],
  };
};

/** Rehearses one playbook with the files beside it: every condition and every argument, with nothing called. */
export const rehearsePlaybook = (texts: PlaybookTexts, known: Known): PlaybookRehearsed => {
  const { id: playbook, folder, rehearsals } = texts;
  const file = `${folder}/playbook.yaml`;
  const read = readPlaybook(texts.playbook, file);
  if (!read.ok) {
    const faults = read.findings.map(({ line, column, sentence, fix }) => ({
      file,
      line,
      column,
      expected: 'a playbook',
      happened: sentence,
      why: 'without a playbook there is nothing to rehearse',
      fix,
    }));
    return { playbook, shared: false, runs: [{ file, title: '', did: '', faults }] };
  }
  const { value } = read;
  const names = isShared(value.document) ? REHEARSALS.filter((name) => rehearsals[name] !== undefined) : REHEARSALS;
  const runs = names.map((name) => {
    const text = rehearsals[name];
    return text === undefined ? missing(`${folder}/${name}`, name) : runOne(value, texts, name, text, known);
  });
  return { playbook, shared: isShared(value.document), runs };
};
