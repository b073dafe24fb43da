import type { ActingPerson, Backend } from '../../console/backend.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Overview } from '../../core/report/card.ts';
import type { Answer } from '../../engine/verb.ts';

/**
 * A small Backend in memory, ONLY for the framing around it: keys, hosts, limits, headers, streams and the page's drawing. It decides
 * nothing, so no test may conclude from it how Cordon decides; the product behind this interface has its own tests.
 */
export interface Framing extends Backend {
  readonly heard: { verb: string; args: JsonObject; actor: ActingPerson }[];
  readonly received: number[];
  readonly show: (overview: Overview) => void;
  readonly answerWith: (answer: Answer | (() => Promise<Answer>)) => void;
  readonly setReady: (ready: Backend['ready']) => void;
  readonly touch: () => void;
  readonly listeners: () => number;
  readonly followers: () => number;
}

/** Following from here on never settles by itself. */
export const NOBODY_WAS_THERE = 1_000_000;

export const framingBackend = (first: Overview): Framing => {
  let overview = first;
  let answer: () => Promise<Answer> = async () => ({ exit: 0, lines: ['done'], data: {} });
  let ready: Backend['ready'] = async () => ({ ledger: true, playbooks: true, range: true });
  let followers = 0;
  const heard: Framing['heard'] = [];
  const received: number[] = [];
  const listeners = new Set<() => void>();
  const touch = () => {
    for (const listener of listeners) listener();
  };
  const incident = async (number: number) => overview.incidents.find((one) => one.number === number);
  return {
    verbs: ['approve', 'deny', 'choose', 'send', 'release', 'contain', 'status', 'resolve'],
    heard,
    received,
    touch,
    listeners: () => listeners.size,
    followers: () => followers,
    show: (next) => {
      overview = next;
      touch();
    },
    answerWith: (next) => {
      answer = typeof next === 'function' ? next : async () => next;
    },
    setReady: (next) => {
      ready = next;
    },
    ready: () => ready(),
    overview: async (you) => ({ ...overview, you }),
    incident,
    approval: async (number) => overview.incidents.flatMap((one) => one.waiting).find((one) => one.number === number),
    events: async (number) => ((await incident(number)) === undefined ? undefined : [{ seq: 1, type: 'finding.received' }]),
    receive: async (bytes) => {
      received.push(bytes.byteLength);
      return { status: 202, body: { accepted: 1, decisions: [] } };
    },
    command: async (verb, args, actor) => {
      heard.push({ verb, args, actor });
      return answer();
    },
    person: (id) => overview.people.find((one) => one.id === id),
    follow: async (number, fromSeq, onLine, signal) => {
      followers += 1;
      for (const line of (await incident(number))?.timeline ?? []) if (line.seq >= fromSeq) onLine(line);
      if (fromSeq < NOBODY_WAS_THERE) {
        followers -= 1;
        return { reason: 'waiting' };
      }
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      followers -= 1;
      return { reason: 'aborted' };
    },
    changed: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};
