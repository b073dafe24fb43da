import * as z from 'zod';
import { JsonObject } from '../json.ts';
import { Duration } from '../time.ts';
import type { POLICIES } from './policies.ts';

const Id = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'small letters, digits and hyphens');
const Text = z.string().min(1).max(1000);
const Expression = z.string().min(1).max(1000).describe('CEL over incident, run, world and clock');
/** Drawn per seed, both ends possible. */
const Between = z.tuple([z.number().min(0), z.number().min(0)]);
const Weight = z.number().int().min(1).max(100);

const Message = z.strictObject({
  kind: z.literal('message'),
  from: z.string().min(1).max(64),
  to: z.string().min(1).max(64),
  text: Text,
});
const Sample = z.strictObject({ kind: z.literal('event'), sample: Id.describe('a file of samples/, sent at this moment') });
const Fault = z.strictObject({
  kind: z.literal('fault'),
  operation: z.string().min(3).max(100),
  failure: z.enum(['throttled', 'unavailable', 'timed-out-after-effect']),
  times: z.number().int().min(1).max(20),
});
const Call = z.strictObject({
  kind: z.literal('call'),
  as: z.string().min(1).max(64).describe('a role of the pretend account'),
  operation: z.string().min(3).max(100).describe('service:Operation'),
  input: JsonObject.describe('may hold ${{ expressions }}'),
});
/** The planted object is copied to the evidence account, if it is still there. */
const Preserve = z.strictObject({ kind: z.literal('preserve'), evidence: Id });
/** Every version of the planted object is deleted. */
const Lose = z.strictObject({ kind: z.literal('lose'), evidence: Id });
export const Effect = z.discriminatedUnion('kind', [Message, Sample, Fault, Call, Preserve, Lose]);
export type Effect = z.output<typeof Effect>;

const always = { id: Id, do: z.array(Effect).min(1).max(8), objective: Id.optional() };
const Inject = z.union([
  z.strictObject({ ...always, at: Duration.describe('after the start; P0D is not a duration: PT1S is the earliest') }),
  z.strictObject({ ...always, when: Expression, after: Duration.optional() }),
]);
type Inject = z.output<typeof Inject>;

/** 1: right. 0.5: acceptable. 0: wrong. */
const Option = z.strictObject({
  id: Id,
  text: Text,
  score: z.number().min(0).max(1),
  do: z.array(Effect).max(8).optional(),
  says: Text.optional(),
});
const Decision = z.strictObject({
  id: Id,
  ask: z.string().min(1).max(64).describe('who asks'),
  when: Expression,
  after: Duration.optional(),
  prompt: Text,
  options: z.array(Option).min(2).max(5),
});
type Decision = z.output<typeof Decision>;

/** What is answered when a playbook asks people which way to go. One that is not declared is answered by nobody but the hasty. */
const Fork = z.strictObject({
  step: Id.describe('a decide step of the playbook'),
  right: Id.describe('given by who plays perfectly, and by a colleague when you are not asked'),
  wrong: Id.describe('given by who falls into the trap'),
});
export type Fork = z.output<typeof Fork>;

const Planted = z.union([
  z.strictObject({ evidence: Id, text: Text, weight: Weight, item: z.string().min(1).max(300).describe('an item of a sealed bundle') }),
  z.strictObject({
    evidence: Id,
    text: Text,
    weight: Weight,
    object: z.strictObject({ bucket: z.string().min(3).max(63), key: z.string().min(1).max(1024) }),
  }),
]);
type Planted = z.output<typeof Planted>;

export type PolicyName = (typeof POLICIES)[number];
const Rule = z.strictObject({ when: Expression, after: Duration.optional(), command: z.string().min(1).max(300) });

/** How often one version of a model is wrong, per thousand answers; it grows evenly when `growsTo` is given. */
const Version = z.strictObject({
  wrongPerThousand: Between,
  growsTo: Between.optional(),
  over: Duration.optional(),
  called: z.string().min(1).max(64),
});

export const Scenario = z.strictObject({
  apiVersion: z.literal('cordon/v1'),
  kind: z.literal('Scenario'),
  metadata: z.strictObject({
    id: Id,
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    title: z.string().min(1).max(120),
    difficulty: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    atMost: Duration,
    origin: Text,
    practise: z.string().min(1).max(120),
  }),
  brief: z.array(Text).min(1).max(8),
  objectives: z
    .array(
      z.strictObject({
        id: Id,
        text: Text,
        weight: Weight,
        measure: z.enum(['assertions', 'harm', 'evidence', 'decisions']).default('assertions'),
      }),
    )
    .min(1)
    .max(10),
  world: z.strictObject({
    endpoint: z.string().min(1).max(63),
    /** The version that should serve in the end. */
    right: z.string().regex(/^[a-z0-9-]+\/\d+$/),
    /** How much faster AWS is than people: an update of seven minutes takes 42 seconds. */
    pace: z.number().int().min(1).max(60).default(10),
    callers: z.record(Id, z.strictObject({ requestsPerSecond: Between })),
    /** One of these is not reached by the deny: its role lacks the policy. */
    uncovered: z.array(Id).min(1).max(8),
    /** One of these never answers. */
    away: z.array(Id).max(8),
    colleagues: z.record(Id, z.strictObject({ answersInSeconds: Between })),
    /** Added to an inject's instant: the order of what comes close together differs by seed. */
    shuffleSeconds: z.number().int().min(0).max(120).default(0),
    versions: z.record(z.string().regex(/^[a-z0-9-]+\/\d+$/), Version),
  }),
  injects: z.array(Inject).min(1).max(40),
  decisions: z.array(Decision).max(12),
  choices: z.array(Fork).max(12).optional(),
  planted: z.array(Planted).max(12),
  traps: z.array(z.strictObject({ id: Id, when: Expression, because: Text })).max(4),
  assertions: z
    .array(z.strictObject({ id: Id, expression: Expression, objective: Id, because: Text }))
    .min(1)
    .max(30),
  hints: z.array(z.strictObject({ when: Expression, text: Text })).max(20),
  policies: z.strictObject({
    idle: z.array(Rule),
    trap: z.array(Rule).min(1),
    hasty: z.array(Rule).min(1),
    perfect: z.array(Rule).min(1),
  }),
  end: z.array(Expression).min(1).max(4),
});
export type Scenario = z.output<typeof Scenario>;
