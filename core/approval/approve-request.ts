import * as z from 'zod';
import { Mode } from './grant.ts';
import { isObject, Sha256 } from '../json.ts';
import { PEOPLE_STATE, type LedgerDraft, type RunOrder } from '../ledger/facts.ts';
import { Version } from '../playbook/document.ts';
import { Kebab } from '../playbook/steps/step-kind.ts';
import { Actor } from './actor.ts';

const incidentId = z.templateLiteral(['inc-', z.string()]);
const runId = z.templateLiteral(['run-', z.string()]);
const step = z.strictObject({
  incidentId,
  runId,
  step: z.string().max(256),
  verb: z.enum(['apply', 'undo']),
  planDigest: Sha256,
});
/**
 * Only these come in from outside; what is in them was checked by the intake that made them, and is sealed as its word. Who says it is checked
 * here: the doors and the approval table judge by that.
 */
const isFact = (value: unknown): value is LedgerDraft =>
  isObject(value) &&
  (value['type'] === 'finding.received' || PEOPLE_STATE.some((type) => type === value['type'])) &&
  isObject(value['data']) &&
  Actor.safeParse(value['actor']).success;
/** Of one document, for good. */
export const PlaybookRefShape = z.strictObject({ id: Kebab, version: Version, digest: Sha256 });
const HouseOrderShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('activate'), playbook: PlaybookRefShape, by: Actor }),
  z.strictObject({ kind: z.literal('resume'), stop: z.int().min(1), by: Actor }),
]);
const isOrder = (value: unknown): value is RunOrder =>
  isObject(value) &&
  (value['kind'] === 'playbook' ||
    ((value['kind'] === 'manual' || value['kind'] === 'release') && Actor.safeParse(value['by']).success) ||
    HouseOrderShape.safeParse(value).success);
const order = z.strictObject({ order: z.custom<RunOrder>(isOrder, 'an order'), mode: Mode, actor: Actor, once: z.boolean() });

/** What may be asked of approve. */
export const ApproveRequest = z.discriminatedUnion('verb', [
  z.strictObject({
    verb: z.literal('admit'),
    ask: z.strictObject({
      incidentId,
      facts: z.array(z.custom<LedgerDraft>(isFact, 'a finding or an incident')).max(8),
      order: order.exactOptional(),
    }),
  }),
  z.strictObject({ verb: z.literal('request'), ask: step }),
  z.strictObject({ verb: z.literal('grant'), ask: step }),
  z.strictObject({ verb: z.literal('enact'), ask: step }),
  z.strictObject({ verb: z.literal('stop'), ask: z.strictObject({ actor: Actor, reason: z.string().trim().min(1).max(1000) }) }),
  z.strictObject({ verb: z.literal('settle'), ask: z.strictObject({ incidentId, approvalId: z.string().max(512) }) }),
  z.strictObject({
    verb: z.literal('vote'),
    ask: z.strictObject({
      incidentId,
      approvalId: z.string().max(512),
      actor: Actor,
      vote: z.enum(['grant', 'deny']),
      reason: z.string().max(1000).exactOptional(),
      typed: z.string().max(256).exactOptional(),
    }),
  }),
  z.strictObject({
    verb: z.literal('fork'),
    ask: z.strictObject({ incidentId, runId, path: z.string().max(256), from: z.int().min(0), to: z.int().min(1).max(1000) }),
  }),
  z.strictObject({
    verb: z.literal('choose'),
    ask: z.strictObject({
      incidentId,
      number: z.int().min(1),
      actor: Actor,
      answer: z.string().max(48),
      reason: z.string().max(1000).exactOptional(),
    }),
  }),
  z.strictObject({ verb: z.literal('chosen'), ask: z.strictObject({ incidentId, number: z.int().min(1) }) }),
  z.strictObject({
    verb: z.literal('abort'),
    ask: z.strictObject({ incidentId, actor: Actor, reason: z.string().max(1000).exactOptional() }),
  }),
]);
