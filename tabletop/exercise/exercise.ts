import { drawnFrom, shuffleOf } from '../../core/exercise/drawn.ts';
import type { LogEntry, Outcome } from '../../core/exercise/outcome.ts';
import type { Effect, PolicyName } from '../../core/exercise/scenario.ts';
import { holdsIn, type ExerciseScope, type Seen } from '../../core/exercise/vocabulary.ts';
import { secondsOf } from '../../core/time.ts';
import type { Desk, Receipt } from '../../engine/desk.ts';
import { answersIn, giveAnswer, promisesIn, sayYes, type Answering } from './colleagues.ts';
import { happenAll } from './effects.ts';
import { START_MS, nightState } from './night.ts';
import { outcomeOf } from './outcome-of.ts';
import { playedBy } from './policies.ts';
import { act, type Told } from './act.ts';
import { setStage, YOU, type StageOptions } from './stage.ts';

/** In the log: what the player typed, and that it was refused. */
export const YOUR_KEYBOARD = 'player';

/** The world looks at itself at most this often, in its own seconds. */
const LOOK_SECONDS = 2;
/** From a word to the deed of a colleague who stands ready. */
const COLLEAGUE_SECONDS = 4;
/** And at least this often, for conditions about time. */
const HEARTBEAT_SECONDS = 30;

export interface ExerciseOptions extends Omit<StageOptions, 'drawn' | 'state' | 'onEntry' | 'onChange'> {
  readonly digest: string;
  readonly seed: number;
  /** Nobody: somebody types. */
  readonly played?: PolicyName;
  /** For the report: `shipped`, or the file that replaced one. */
  readonly playbooksName: string;
  readonly onEntry?: (entry: LogEntry) => void;
}
export interface OpenDecision {
  readonly id: string;
  readonly ask: string;
  readonly prompt: string;
  readonly options: readonly { readonly id: string; readonly text: string }[];
}
export interface Exercise {
  readonly seconds: () => number;
  readonly open: () => readonly OpenDecision[];
  readonly command: (text: string) => Promise<Told>;
  /** Settles when the scenario ends. */
  readonly ended: Promise<void>;
  readonly stop: (because: string) => void;
  readonly outcome: () => Promise<Outcome>;
  readonly desk: Desk;
  readonly close: () => Promise<void>;
}

/** One run of a scenario: injects on time and on condition, people who are played, decisions, and a log of everything that can be seen. */
export const startExercise = async (options: ExerciseOptions): Promise<Exercise> => {
  const { scenario, seed, clock } = options;
  const drawn = drawnFrom(scenario, seed);
  const log: LogEntry[] = [];
  const say = (entry: LogEntry): void => {
    log.push(entry);
    options.onEntry?.(entry);
  };
  const finished = Promise.withResolvers<void>();
  let ended: Outcome['ended'] | undefined;
  let [dirty, planned, moments] = [true, false, 0];
  const stage = await setStage({ ...options, drawn, state: await nightState(drawn), onEntry: say, onChange: () => plan() });
  const { seconds, held } = stage;

  const fired = new Set<string>();
  const opened = new Map<string, OpenDecision>();
  const chosen: Record<string, string> = {};
  const preserved: string[] = [];
  const shown: string[] = [];
  const promised = new Set<string>();
  const traps = new Map<string, string>();
  let [commands, hints, lastCommand] = [0, 0, 0];
  let receipts: readonly Receipt[] = [];
  const player = options.played === undefined ? undefined : playedBy(scenario, options.played, seed);

  const look = (): Promise<{ readonly scope: ExerciseScope; readonly seen: Seen }> =>
    stage.look({
      chosen: { ...chosen },
      open: [...opened.keys()],
      held: preserved,
      shown,
      commands,
      idleSeconds: Math.floor(seconds() - lastCommand),
    });
  const later = (inSeconds: number, work: () => Promise<void>): void => {
    clock.schedule(clock.now() + Math.round(inSeconds) * 1000 + nudge(), () =>
      held(async () => (ended === undefined ? work() : undefined)),
    );
  };
  // Two things of ours never share an instant with what follows from an earlier one, whose waits are whole seconds: order stays the same.
  const nudge = (): number => {
    moments = (moments % 997) + 1;
    return moments;
  };
  const effects = async (list: readonly Effect[]): Promise<void> => {
    const { seen } = await look();
    await happenAll(stage, scenario, list, seen, {
      say: (entry) => say({ seconds: seconds(), ...entry }),
      received: (came) => {
        receipts = came;
      },
      preserved: (evidence) => preserved.push(evidence),
    });
    plan();
  };

  const finish = (because: string): void => {
    if (ended !== undefined) return;
    ended = { seconds: seconds(), because };
    finished.resolve();
  };
  const once = (key: string, holds: () => boolean, then: () => void): void => {
    if (fired.has(key) || !holds()) return;
    fired.add(key);
    then();
  };
  const moment = async (): Promise<void> => {
    const { seen } = await look();
    for (const trap of scenario.traps)
      once(
        `trap ${trap.id}`,
        () => holdsIn(trap.when, seen),
        () => traps.set(trap.id, trap.because),
      );
    for (const inject of scenario.injects)
      if ('when' in inject)
        once(
          `inject ${inject.id}`,
          () => holdsIn(inject.when, seen),
          () => later(inject.after === undefined ? 0 : secondsOf(inject.after), () => effects(inject.do)),
        );
    for (const { id, ask, when, after, prompt, options: offered } of scenario.decisions)
      once(
        `decision ${id}`,
        () => holdsIn(when, seen),
        () =>
          later(after === undefined ? 0 : secondsOf(after), async () => {
            opened.set(id, { id, ask, prompt, options: offered.map(({ id, text }) => ({ id, text })) });
            say({
              seconds: seconds(),
              lane: 'inject',
              who: `${ask} → you`,
              text: `${prompt} ${offered.map((one) => `answer ${id} ${one.id}: "${one.text}"`).join('; ')}`,
            });
            plan();
          }),
      );
    for (const promise of promisesIn(await stage.found(), YOU, drawn))
      once(
        `promise ${promise.approval} ${promise.person}`,
        () => !promised.has(promise.person),
        () => later(promise.inSeconds, () => sayYes(stage.desk, promise)),
      );
    for (const answering of answersIn(await stage.found(), { scenario, drawn, seed, played: options.played }))
      once(
        `choice ${answering.choice}`,
        () => true,
        () => later(answering.inSeconds, () => answers(answering)),
      );
    for (const { index, inSeconds } of player?.ready(seen) ?? []) later(inSeconds, () => playRule(index));
    if (scenario.end.some((expression) => holdsIn(expression, seen))) finish('everything is done');
  };
  const answers = async (answering: Answering): Promise<void> => {
    const { person, choice, answer } = answering;
    if (person === YOU) return void (await command(`choose C-${choice} ${answer}`));
    const refused = await giveAnswer(stage.desk, answering);
    if (refused !== undefined) say({ seconds: seconds(), lane: 'decide', who: person, text: refused });
  };
  const playRule = async (index: number): Promise<void> => {
    const { seen } = await look();
    const text = player?.take(index, seen);
    if (text === undefined) return plan();
    await command(text);
  };
  const plan = (): void => {
    dirty = true;
    if (planned || ended !== undefined) return;
    planned = true;
    const step = LOOK_SECONDS * 1000;
    const next = START_MS + Math.ceil((clock.now() - START_MS + 1) / step) * step;
    clock.schedule(next + nudge(), () =>
      held(async () => {
        planned = false;
        if (!dirty || ended !== undefined) return;
        dirty = false;
        await moment();
      }),
    );
  };
  const heartbeat = (): void => later(HEARTBEAT_SECONDS, async () => (plan(), heartbeat()));

  const command = (text: string): Promise<Told> =>
    held(async () => {
      commands += 1;
      lastCommand = seconds();
      say({ seconds: seconds(), lane: 'decide', who: YOUR_KEYBOARD, text: `> ${text}` });
      const { seen, scope } = await look();
      const told = await act({ desk: stage.desk, scenario, text, seen, scope, opened, chosen, receipts });
      if (told.shown !== undefined) shown.push(told.shown);
      if (told.isHint) hints += 1;
      const { effects: asked } = told;
      if (asked !== undefined) later(COLLEAGUE_SECONDS, () => effects(asked));
      if (told.isLooking && stage.times().detected !== undefined) stage.note('acknowledged');
      if (told.exit !== 0 && told.exit !== 4)
        say({ seconds: seconds(), lane: 'decide', who: YOUR_KEYBOARD, text: `exit ${told.exit}: ${told.lines[0] ?? ''}` });
      plan();
      return told;
    });

  for (const inject of scenario.injects)
    if ('at' in inject) later(secondsOf(inject.at) + shuffleOf(scenario, seed, inject.id), () => effects(inject.do));
  later(secondsOf(scenario.metadata.atMost), async () => finish('time is up'));
  heartbeat();
  plan();

  return {
    seconds,
    command,
    desk: stage.desk,
    open: () => [...opened.values()],
    ended: finished.promise,
    stop: finish,
    outcome: async () => {
      finish('stopped');
      const { scope, seen } = await held(look);
      for (const trap of scenario.traps) if (holdsIn(trap.when, seen)) traps.set(trap.id, trap.because);
      const end = ended ?? { seconds: seconds(), because: 'stopped' };
      return outcomeOf({
        ...options,
        drawn,
        log,
        ended: end,
        scope,
        seen,
        chosen,
        preserved,
        traps,
        commands,
        hints,
        answered: stage.observed().answered,
        relied: stage.range.relied(),
      });
    },
    close: stage.close,
  };
};
