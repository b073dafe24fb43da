import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import { inTurn, NONE, takenOf, TIME_HEADS, timeCells, type Taken } from './in-turn.ts';
import { cordonReplays, runnersReplays } from './replays.ts';
import { machine, short, table } from './table.ts';
import { tenStepPlaybook } from './ten-step-playbook.ts';
import { cordon, diskAlone, runnerOfAws, STEPS, stepFunctions, type Engine } from './ten-steps.ts';

export interface Sizes {
  readonly runs: number;
  readonly playbookRuns: number;
  /** Operations of the runs that are replayed. */
  readonly replays: readonly number[];
  readonly wakes: number;
}
/** Design §7, in milliseconds per step with fsync. */
const LIMIT_MS = 0.3;
/** Of a ratio: below one it is faster than Cordon. */
const times = (one: number, other: number): string => `${short(one / other)}x`;
const versionOf = (name: string): string => JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8')).version;

const tenSteps = async (directory: string, { runs }: Sizes, runner: string): Promise<readonly string[]> => {
  const withFsync = cordon(join(directory, 'full.db'), 'FULL');
  const before = withFsync.commits();
  await withFsync.run();
  const commits = withFsync.commits() - before;
  const engines: readonly Engine[] = [
    withFsync,
    cordon(join(directory, 'normal.db'), 'NORMAL'),
    runnerOfAws(runner),
    stepFunctions(versionOf('aws-local-stepfunctions')),
    diskAlone(join(directory, 'alone.db'), commits),
  ];
  const taken = await inTurn(engines, runs);
  const [full = NONE, normal = NONE] = taken;
  const ofLimit = (ms: number): string => `${short(ms / STEPS)} (${times(ms / STEPS, LIMIT_MS)})`;
  const met =
    full.typical / STEPS <= LIMIT_MS ? 'met' : full.best / STEPS <= LIMIT_MS ? 'met by the best run only' : 'MISSED on this disk now';
  return [
    `Ten steps in one run, each engine in turn, median of ${runs} runs`,
    ...table(
      ['engine', ...TIME_HEADS, 'to Cordon', 'to it without fsync', 'what a killed process leaves of a run'],
      engines.map(({ name, keeps }, index) => {
        const one = taken[index] ?? NONE;
        return [name, ...timeCells(one), times(one.typical, full.typical), times(one.typical, normal.typical), keeps];
      }),
      1,
    ),
    `  Limit: ${LIMIT_MS} ms/step with fsync: ${met}. Typical ${ofLimit(full.typical)}, best ${ofLimit(full.best)}; without fsync ${ofLimit(normal.typical)}.`,
  ];
};

const REPLAY_HEADS = ['ms', 'best', 'ms/operation'];
const replays = async (directory: string, { replays: sizes, wakes }: Sizes, runner: string): Promise<readonly string[]> => {
  const rows: string[][] = [];
  for (const operations of sizes) {
    const here = takenOf(await cordonReplays(join(directory, `replay-${operations}.db`), { operations, wakes }));
    const there = takenOf(await runnersReplays({ operations, wakes }));
    const cells = ({ typical, best }: Taken): readonly string[] => [short(typical), short(best), short(typical / operations)];
    const ofLimit = times(here.typical / operations, LIMIT_MS);
    rows.push([String(operations), ...cells(here), ofLimit, ...cells(there), times(there.typical, here.typical)]);
  }
  return [
    `Replay, from the answer that wakes a run to the code behind it: Cordon with fsync, then AWS's local runner ${runner}; median of ${wakes}`,
    ...table(['operations', ...REPLAY_HEADS, `of ${LIMIT_MS} ms`, ...REPLAY_HEADS, 'to Cordon'], rows, 0),
    '  aws-local-stepfunctions has nothing to replay: no persistence, and a killed process loses its runs.',
  ];
};

const playbooks = async (directory: string, { playbookRuns }: Sizes): Promise<readonly string[]> => {
  const full = await tenStepPlaybook(join(directory, 'full'), 'FULL');
  // The first run also asks the real actions, once each.
  for (let run = 0; run < 2; run += 1) await full.run();
  const { operations, facts, commits } = full.counts();
  const engines: readonly Engine[] = [
    full,
    await tenStepPlaybook(join(directory, 'normal'), 'NORMAL'),
    diskAlone(join(directory, 'alone-playbook.db'), commits),
  ];
  const taken = await inTurn(engines, playbookRuns);
  return [
    `A playbook of ten steps, whole: plan, permission, grant, effect, proof, ledger; actions answer at once; median of ${playbookRuns} runs`,
    ...table(
      ['', ...TIME_HEADS, 'ms/operation'],
      engines.map(({ name }, index) => {
        const one = taken[index] ?? NONE;
        return [name, ...timeCells(one), short(one.typical / operations)];
      }),
      0,
    ),
    `  A run is ${operations} durable operations, ${facts} facts in the ledger and ${commits} transactions.`,
  ];
};

/** Prints what the engine costs beside its peers. Slow is not wrong: only an engine that answers something else fails. */
export const benchEngine = async (directory: string, sizes: Sizes, print: (line: string) => void): Promise<void> => {
  const runner = versionOf('@aws/durable-execution-sdk-js-testing');
  const say = (lines: readonly string[]): void => {
    for (const line of [...lines, '']) print(line);
  };
  say([machine(directory)]);
  // Real time: `skipTime` fakes the timers of the whole process, and makes each of its steps slower.
  await LocalDurableTestRunner.setupTestEnvironment({ skipTime: false });
  try {
    say(await tenSteps(directory, sizes, runner));
    say(await replays(directory, sizes, runner));
  } finally {
    await LocalDurableTestRunner.teardownTestEnvironment();
  }
  say(await playbooks(directory, sizes));
  print(machine(directory));
};
