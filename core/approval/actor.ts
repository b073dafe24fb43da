import * as z from 'zod';

/** Who asks, as JSON from another function. */
export const Actor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('human'), id: z.string().min(1).max(64), via: z.enum(['slack', 'cli', 'console']) }),
  z.strictObject({ kind: z.literal('run'), id: z.templateLiteral(['run-', z.string()]) }),
  z.strictObject({ kind: z.literal('system'), id: z.enum(['intake', 'sweep', 'notifier', 'approve', 'action']) }),
]);
