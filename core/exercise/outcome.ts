import * as z from 'zod';

const LANES = ['inject', 'detect', 'decide', 'act', 'comms'] as const;
export type Lane = (typeof LANES)[number];
const LogEntry = z.strictObject({ seconds: z.number(), lane: z.enum(LANES), who: z.string(), text: z.string() });
export type LogEntry = z.output<typeof LogEntry>;

const Numbers = z.record(z.string(), z.number());
const Point = z.strictObject({ seconds: z.number(), wrong: z.number(), refused: z.number() });
const Harm = z.strictObject({ wrong: z.number(), refused: z.number(), byName: Numbers, points: z.array(Point) });

/** All that a run came to. Kept as JSON; every report is made from it again. */
export const Outcome = z.strictObject({
  schemaVersion: z.literal(1),
  exercise: z.literal(true),
  scenario: z.strictObject({ id: z.string(), version: z.string(), title: z.string(), digest: z.string() }),
  playbooks: z.string().describe('what decided: the shipped playbooks, or the file that replaced one'),
  seed: z.number().int(),
  player: z.string(),
  world: z.strictObject({ uncovered: z.string(), away: z.string() }),
  ended: z.strictObject({ seconds: z.number(), because: z.string() }),
  times: Numbers,
  harm: Harm,
  planted: z.array(z.strictObject({ evidence: z.string(), text: z.string(), weight: z.number(), collected: z.boolean() })),
  decisions: z.array(
    z.strictObject({
      id: z.string(),
      prompt: z.string(),
      chosen: z.string().nullable(),
      score: z.number(),
      says: z.string(),
      right: z.string(),
    }),
  ),
  traps: z.array(z.strictObject({ id: z.string(), because: z.string(), taken: z.boolean() })),
  assertions: z.array(z.strictObject({ id: z.string(), objective: z.string(), passed: z.boolean(), because: z.string() })),
  objectives: z.array(z.strictObject({ id: z.string(), text: z.string(), weight: z.number(), measure: z.string() })),
  aws: z
    .array(z.strictObject({ id: z.string(), says: z.string(), mark: z.enum(['measured', 'documented', 'assumed']) }))
    .default([])
    .describe('what the pretend account claimed about AWS in this run, and how sure that is'),
  commands: z.number().int(),
  hints: z.number().int(),
  log: z.array(LogEntry),
});
export type Outcome = z.output<typeof Outcome>;
