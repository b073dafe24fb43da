import * as z from 'zod';
import { RESOURCE_KINDS } from '../asset/resource.ts';
import { AssetEntry } from '../asset/asset.ts';
import { Json, JsonObject } from '../json.ts';
import { Instant } from '../time.ts';
import { IncidentClass } from './incident-class.ts';
import { OUTCOMES } from './scope.ts';

const arn = z.templateLiteral(['arn:', z.string()]);
const resource = {
  kind: z.enum(RESOURCE_KINDS),
  name: z.string(),
  account: z.string(),
  region: z.string(),
};
const SampleFinding = z.strictObject({
  uid: z.string(),
  incidentClass: IncidentClass,
  assurance: z.enum(['aws', 'account', 'app']),
  corroborated: z.boolean(),
  certainty: z.enum(['suspected', 'likely', 'confirmed']),
  sev: z.literal([1, 2, 3, 4]),
  because: z.string(),
  target: z.strictObject({ ...resource, arn }).optional(),
  source: z.strictObject({
    id: z.string(),
    product: z.string(),
    detailType: z.string(),
    uid: z.string(),
    account: z.string(),
    region: z.string(),
  }),
  correlationKey: z.string(),
  signal: z.string(),
  title: z.string(),
  severityId: z.literal([0, 1, 2, 3, 4, 5, 6, 99]),
  resources: z.array(z.strictObject({ ...resource, arn: arn.optional() })),
  principals: z.array(z.string()),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  observedAt: Instant,
  isSample: z.boolean(),
  rawDigest: z.templateLiteral(['sha256:', z.string()]),
});

const Left = z.strictObject({
  outcome: z.enum(OUTCOMES).default('done'),
  output: JsonObject.default({}),
  answer: z.string().optional().describe('of a decide: which way people choose; default: its otherwise'),
});
/** fires.yaml and quiet.yaml beside a playbook: a finding that it answers, and one that it must not. */
export const Rehearsal = z.strictObject({
  apiVersion: z.literal('cordon/v1'),
  kind: z.literal('PlaybookRehearsal'),
  title: z.string().min(1).max(160).describe('what happens, as a person would say it'),
  finding: SampleFinding,
  asset: AssetEntry.omit({ arn: true }).optional().describe('what assets.yaml says about the target; absent: nobody adopted it'),
  incident: z.strictObject({ id: z.templateLiteral(['inc-', z.string()]), number: z.int(), sev: z.int(), openedAt: Instant }).optional(),
  left: z
    .record(z.string(), Left)
    .optional()
    .describe('what each step leaves for later ones; default: done, with no output. Inside a foreach each/0/copy is the step of one item'),
  expect: z.strictObject({
    answers: z.boolean(),
    because: z.string().min(1).describe('part of the reason that people read'),
    steps: z
      .array(
        z.strictObject({
          id: z.string(),
          with: Json.optional(),
          skipped: z.string().optional(),
          answer: z.string().optional(),
          items: z.int().optional(),
        }),
      )
      .optional(),
  }),
});
export type Rehearsal = z.output<typeof Rehearsal>;
