import * as z from 'zod';
import { numberOf, type ShortIdKind } from '../../core/report/short-id.ts';

/** `INC-1`, `inc-1`. Refused at the door when it is anything else. */
export const shortIdArg = (kind: ShortIdKind, sentence: string) =>
  z
    .string()
    .max(32)
    .transform((text, context) => {
      const number = numberOf(kind, text);
      if (number !== undefined) return number;
      context.addIssue({ code: 'custom', message: `expected ${kind}-<number>, for example ${kind}-1` });
      return z.NEVER;
    })
    .describe(sentence);
