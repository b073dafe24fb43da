import { setTimeout as sleep } from 'node:timers/promises';
import type { TimelineLine } from '../core/report/card.ts';
import { isOldNews, progressLines } from '../core/report/text-timeline.ts';
import type { Client } from './client.ts';
import { isObject } from './object.ts';
import type { Output } from './output.ts';
import { Stop } from './stop.ts';
import { watchSilence } from './waiting.ts';

/** A restart of the server while somebody watches is waited out, this many times with a second between. */
const RECONNECTS = 20;
/** Longer than this nobody watches one command; the incident goes on by itself. */
const LIMIT_MILLISECONDS = 30 * 60_000;

const isInstant = (value: unknown): value is TimelineLine['at'] => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
export const lineOf = (data: string): TimelineLine | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const { seq, at, sentence, by, who } = value;
  if (typeof seq !== 'number' || !isInstant(at) || typeof sentence !== 'string' || typeof who !== 'string') return undefined;
  return { seq, at, sentence, by: by === 'human' ? 'human' : 'machine', who };
};

/** Ctrl-C and the time limit end the watching, not the incident. */
const deadlines = (stop: AbortController): { readonly interrupted: () => boolean; readonly clear: () => void } => {
  let interrupted = false;
  const onInterrupt = () => {
    interrupted = true;
    stop.abort();
  };
  const timer = setTimeout(() => stop.abort(), LIMIT_MILLISECONDS);
  process.once('SIGINT', onInterrupt);
  return {
    interrupted: () => interrupted,
    clear: () => {
      clearTimeout(timer);
      process.off('SIGINT', onInterrupt);
    },
  };
};

const ended = (incident: number, interrupted: boolean): Stop =>
  new Stop({
    exit: interrupted ? 130 : 75,
    code: interrupted ? 'interrupted' : 'not-settled',
    message: `${interrupted ? 'You stopped watching' : 'The watching ended before anything was settled'}. INC-${incident} goes on by itself.`,
    hint: 'What was sent to AWS stays sent',
    effect: 'unknown',
    next: `npx cordon status INC-${incident}`,
  });

/** Prints each step and proof as it comes, until the incident waits for a person or its runs have ended. Answers what it told. */
export const follow = async (
  client: Client,
  out: Output,
  from: { readonly incident: number; readonly fromSeq: number },
): Promise<readonly TimelineLine[]> => {
  const { incident } = from;
  const stop = new AbortController();
  const deadline = deadlines(stop);
  const watch = watchSilence(out, `INC-${incident}: waiting for the first step`);
  const told: TimelineLine[] = [];
  let next = from.fromSeq;
  /** True once the server said that everything is settled. */
  const once = async (): Promise<boolean> => {
    for await (const { event, data } of client.stream(`/follow?incident=INC-${incident}&from=${next}`, stop.signal)) {
      if (event === 'settled') return true;
      const line = event === 'line' ? lineOf(data) : undefined;
      if (line === undefined || line.seq < next) continue;
      next = line.seq + 1;
      if (!isOldNews(line, told.at(-1)?.sentence ?? null)) {
        out.note(progressLines(line, told.at(-1)?.at ?? null, out));
        watch.told(line.sentence);
      }
      told.push(line);
    }
    return false;
  };
  try {
    for (let attempt = 0; attempt <= RECONNECTS && !stop.signal.aborted; attempt += 1) {
      // A stream that breaks is taken up where it stopped; the reason is told only when that never works again.
      if (await once().catch((thrown: unknown) => givenUp(thrown, stop.signal, attempt))) return told;
      await sleep(1_000, undefined, { signal: stop.signal }).catch(() => undefined);
    }
    throw ended(incident, deadline.interrupted());
  } finally {
    deadline.clear();
    watch.stop();
    stop.abort();
  }
};

const givenUp = (thrown: unknown, signal: AbortSignal, attempt: number): boolean => {
  if (signal.aborted || attempt < RECONNECTS) return false;
  throw thrown;
};
