import * as z from 'zod';
import { JsonObject } from '../../../core/json.ts';

/** https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-type-reference-feature-flags.html */
const Flags = z.object({
  version: z.literal('1'),
  flags: z.record(z.string(), JsonObject),
  values: z.record(z.string(), z.looseObject({ enabled: z.boolean() })),
});
const read = (text: string): z.output<typeof Flags> | string => {
  try {
    const parsed = Flags.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : (parsed.error.issues[0]?.message ?? 'not a feature flag document');
  } catch {
    return 'not valid JSON';
  }
};
/** Why a text is no feature flag document. */
export const flagsProblem = (text: string): string | undefined => {
  const flags = read(text);
  if (typeof flags === 'string') return flags;
  const unknown = Object.keys(flags.values).find((name) => flags.flags[name] === undefined);
  return unknown === undefined ? undefined : `the value ${unknown} has no flag`;
};
/** What clients get: the values only, of a flag that is off nothing but that it is off. */
export const flagsForClients = (text: string): string => {
  const flags = read(text);
  if (typeof flags === 'string') return text;
  return JSON.stringify(
    Object.fromEntries(Object.entries(flags.values).map(([name, value]) => [name, value.enabled ? value : { enabled: false }])),
  );
};
