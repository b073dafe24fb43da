import { rmSync } from 'node:fs';
import type { Reading } from '../../engine/append.ts';
import { playbookFolder } from './playbook-folder.ts';
import { makeWorld, type World, type WorldOptions } from './world.ts';

/** A playbook for fraud-scorer that comes before the shipped one: it states more conditions. */
export const blocksText = (steps: string, mode = 'enforce'): string => `apiVersion: cordon/v1
kind: Playbook
metadata: { id: blocks, version: 1.0.0, title: Blocks, owner: ml-security, references: { atlas: [], owaspLlm: [] } }
triggers:
  findings: [training-data-poisoning]
  where: has(finding.target) && finding.target.kind == "endpoint" && finding.title != "" && atLeast(finding.certainty, "likely")
mode: ${mode}
onEvidenceFailure: contain
steps:
${steps}`;

interface Made {
  readonly world: World;
  readonly incident: () => Promise<Reading>;
  readonly close: () => Promise<void>;
}
/** A night on which this playbook answers the poisoned data, whatever else is shipped. */
export const nightWith = async (
  steps: string,
  {
    texts = {},
    mode = 'enforce',
    ...options
  }: WorldOptions & { readonly texts?: Readonly<Record<string, string>>; readonly mode?: string } = {},
): Promise<Made> => {
  const playbooks = playbookFolder({ blocks: blocksText(steps, mode), ...texts });
  const world = await makeWorld({ ...options, playbooks });
  await world.send('poisoned-training');
  return {
    world,
    incident: async () => {
      const [first] = await world.incidents();
      if (first === undefined) throw new Error('there is no incident');
      return first;
    },
    close: async () => {
      await world.close();
      rmSync(playbooks, { recursive: true, force: true });
    },
  };
};

export const isOver = ({ runs }: Reading): boolean => runs.every(({ status }) => status !== 'running' && status !== 'requested');
/** What became of each step, block, task and choice, by path. */
export const endsOf = ({ runs, tasks, choices }: Reading): Readonly<Record<string, string>> =>
  Object.fromEntries([
    ...runs.flatMap(({ skipped }) => skipped.map(({ path, because }) => [path, `skipped: ${because}`] as const)),
    ...runs.flatMap(({ steps }) => steps.map(({ path, status, result }) => [path, result?.proof.kind ?? status] as const)),
    ...runs.flatMap(({ blocks }) => blocks.map(({ path, ended }) => [path, ended?.outcome ?? 'begun'] as const)),
    ...tasks.map(({ path }) => [path, 'asked'] as const),
    ...choices.map(({ path, made }) => [path, made?.answer ?? 'waiting'] as const),
  ]);

/** A task as a step in one line: it leaves a trace, and nothing waits for it. */
export const TASK = (id: string, instruct: string) =>
  `{ id: ${id}, phase: learn, task: { ask: security, instruct: '${instruct}', due: P1D } }`;

export const DECIDE = `
  - id: choose
    phase: contain
    decide:
      ask: commander
      prompt: Close it?
      options: [{ answer: close, means: nobody calls it }, { answer: leave, means: it goes on serving }]
      timeout: PT30M
      otherwise: close
  - { id: closed, phase: learn, when: steps.choose.answer == "close", task: { ask: security, instruct: closed, due: P1D } }`;
