import * as z from 'zod';

const OneOrMany = z
  .union([z.string(), z.array(z.string())])
  .transform((value): readonly string[] => (typeof value === 'string' ? [value] : value));
const Conditions = z.record(z.string(), z.record(z.string(), OneOrMany));

/** The part of the IAM policy language that the range reads. Anything else is refused when the policy is stored, never ignored. */
export const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: OneOrMany,
  Resource: OneOrMany.optional(),
  Principal: z.strictObject({ AWS: OneOrMany.optional(), Service: OneOrMany.optional() }).optional(),
  Condition: Conditions.optional(),
});
export type Statement = z.output<typeof Statement>;
export const PolicyDocument = z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(Statement).min(1) });
export type PolicyDocument = z.output<typeof PolicyDocument>;
/** As an author writes it: a single string may stand for a list. */
export type PolicyText = z.input<typeof PolicyDocument>;
