import middy from '@middy/core';
import * as z from 'zod';
import { makeAuthority } from '../engine/authority/authority.ts';
import type { Authority } from '../engine/ports.ts';
import { liveAuthorityDesk } from './live.ts';
import { once } from './once.ts';

const incidentId = z.templateLiteral(['inc-', z.string()]);
const step = z.strictObject({ incidentId, runId: z.templateLiteral(['run-', z.string()]), step: z.string().max(256), verb: z.enum(['apply', 'undo']) });
const actor = z.strictObject({ kind: z.literal('human'), id: z.string().max(64), via: z.enum(['slack', 'cli', 'console']) });
const Ask = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('request'), ask: step }),
  z.strictObject({ verb: z.literal('grant'), ask: step }),
  z.strictObject({ verb: z.literal('settle'), ask: z.strictObject({ incidentId, approvalId: z.string().max(512) }) }),
  z.strictObject({ verb: z.literal('vote'), ask: z.strictObject({ incidentId, approvalId: z.string().max(512), actor, vote: z.enum(['grant', 'deny']), reason: z.string().max(1000).exactOptional(), typed: z.string().max(256).exactOptional() }) }),
]);
const authority = once(async () => makeAuthority(await liveAuthorityDesk()));

/** The only function whose role may use the grant key. What it is asked is checked; whom it believes is the ledger's sealed facts. */
export const handler = middy(async (event: object): Promise<Awaited<ReturnType<Authority[keyof Authority]>>> => {
  const asked = Ask.parse(event);
  const office = await authority();
  switch (asked.verb) {
    case 'request':
      return office.request(asked.ask);
    case 'grant':
      return office.grant(asked.ask);
    case 'settle':
      return office.settle(asked.ask);
    case 'vote':
      return office.vote(asked.ask);
  }
});
