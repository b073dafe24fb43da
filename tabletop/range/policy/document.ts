import * as z from 'zod';

type Texts = readonly string[];
const OneOrMany = z.union([z.string(), z.array(z.string())]).transform((value): Texts => (typeof value === 'string' ? [value] : value));
const Value = z.union([z.string(), z.boolean(), z.number()]);
/** Values may be bare booleans and numbers; they are compared as text. */
const Values = z.union([Value, z.array(Value)]).transform((value): Texts => (Array.isArray(value) ? value : [value]).map(String));
const Conditions = z.record(z.string(), z.record(z.string(), Values));

export interface Principals {
  readonly AWS?: Texts | undefined;
  readonly Service?: Texts | undefined;
  readonly Federated?: Texts | undefined;
  readonly CanonicalUser?: Texts | undefined;
}
const Named = z.strictObject({
  AWS: OneOrMany.optional(),
  Service: OneOrMany.optional(),
  Federated: OneOrMany.optional(),
  CanonicalUser: OneOrMany.optional(),
});
/** `"*"` and `{"AWS": "*"}` say the same. */
const Principals = z.union([z.literal('*').transform((): Principals => ({ AWS: ['*'] })), Named]);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html: nothing else may stand in a statement. */
export const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: OneOrMany.optional(),
  NotAction: OneOrMany.optional(),
  Resource: OneOrMany.optional(),
  NotResource: OneOrMany.optional(),
  Principal: Principals.optional(),
  NotPrincipal: Principals.optional(),
  Condition: Conditions.optional(),
});
export type Statement = z.output<typeof Statement>;
export const PolicyDocument = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([z.array(Statement), Statement.transform((one) => [one])]),
});
export type PolicyDocument = z.output<typeof PolicyDocument>;
/** As an author writes it: a single string may stand for a list. */
export type PolicyText = z.input<typeof PolicyDocument>;
