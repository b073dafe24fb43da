import type { Effect } from '../core/failure.ts';

export interface Refusal {
  readonly exit: number;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly effect: Effect;
  /** One pasteable command. */
  readonly next: string;
}

/** Ends the command with a sentence, an exit code and a way on. Caught once, in main.ts. */
export class Stop extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = 'Stop';
    this.refusal = refusal;
  }
}

export const usage = (message: string, next: string): Stop =>
  new Stop({ exit: 2, code: 'usage', message, hint: `See ${next}`, effect: 'no-change', next });

export const notRunning = (dataDir: string): Stop =>
  new Stop({
    exit: 75,
    code: 'not-running',
    message: `No Cordon is running here (data directory ${dataDir})`,
    hint: 'Start it in another terminal, then try again',
    effect: 'no-change',
    next: 'npm start',
  });
