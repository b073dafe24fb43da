import type { LogEntry } from '../../core/exercise/outcome.ts';
import type { Effect, Scenario } from '../../core/exercise/scenario.ts';
import { filled, type Seen } from '../../core/exercise/vocabulary.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { Receipt } from '../../engine/desk.ts';
import { ACCOUNTS } from '../range/northbank/company.ts';
import { entryOfReceipt } from './log.ts';
import type { Stage } from './stage.ts';
import { callWorld, lose, preserve } from './world-calls.ts';

/** Faults meet Cordon's own calls: what colleagues do by hand must not take them away. */
const MEMBER = `arn:aws:iam::${ACCOUNTS.workload}:role/cordon-member`;

const fill = (value: Json, seen: Seen): Json => {
  if (typeof value === 'string') return filled(value, seen) ?? value;
  if (Array.isArray(value)) return value.map((item: Json) => fill(item, seen));
  return isObject(value) ? fillObject(value, seen) : value;
};
const fillObject = (value: JsonObject, seen: Seen): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, item === undefined ? undefined : fill(item, seen)]));

export interface Happened {
  readonly say: (entry: Omit<LogEntry, 'seconds'>) => void;
  readonly received: (receipts: readonly Receipt[]) => void;
  readonly preserved: (evidence: string) => void;
}

const placeOf = ({ planted }: Scenario, evidence: string) =>
  planted.flatMap((one) => ('object' in one && one.evidence === evidence ? [one.object] : []))[0];

const happen = async (stage: Stage, scenario: Scenario, effect: Effect, seen: Seen, to: Happened): Promise<void> => {
  switch (effect.kind) {
    case 'message':
      return to.say({ lane: 'inject', who: `${effect.from} → ${effect.to}`, text: effect.text });
    case 'event': {
      const receipts = await stage.send(effect.sample);
      const entry = entryOfReceipt(stage.seconds(), effect.sample, receipts);
      if (entry !== undefined) to.say(entry);
      return to.received(receipts);
    }
    case 'fault':
      return stage.range.faults.add({ operation: effect.operation, kind: effect.failure, times: effect.times, role: MEMBER });
    case 'call': {
      const wrong = await callWorld(stage.range, effect.as, effect.operation, fillObject(effect.input, seen));
      return to.say({ lane: 'act', who: effect.as, text: `${effect.operation}${wrong === undefined ? '' : ` failed: ${wrong}`}` });
    }
    case 'preserve': {
      const place = placeOf(scenario, effect.evidence);
      const done = place !== undefined && (await preserve(stage.range, place));
      if (done) to.preserved(effect.evidence);
      return to.say({
        lane: 'act',
        who: 'colleague',
        text: `${effect.evidence} ${done ? 'was copied to the evidence account' : 'is not there any more'}`,
      });
    }
    case 'lose': {
      const place = placeOf(scenario, effect.evidence);
      if (place !== undefined) await lose(stage.range, place);
      return to.say({ lane: 'act', who: 'colleague', text: `${effect.evidence} was deleted` });
    }
  }
};

/** What an inject or an answer does, one thing after the other. */
export const happenAll = async (stage: Stage, scenario: Scenario, effects: readonly Effect[], seen: Seen, to: Happened): Promise<void> => {
  for (const effect of effects) await happen(stage, scenario, effect, seen, to);
};
