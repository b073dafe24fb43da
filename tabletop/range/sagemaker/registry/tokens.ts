import { digestOf } from '../../../../core/json.ts';
import type { Context } from '../../operation.ts';
import { AwsFault } from '../../protocol/errors.ts';
import { kept } from '../asked.ts';
import { rememberedOf } from './state.ts';

/** Runs a call once per client token; the token with another request is a conflict. */
export const once = (context: Context, operation: string, token: string | undefined, input: object, run: () => string): string => {
  if (token === undefined) return run();
  const key = `${context.account}|${operation}|${token}`;
  const request = digestOf(kept(input));
  const known = rememberedOf(context.world).get(key);
  if (known !== undefined && known.request !== request)
    throw new AwsFault('ConflictException', `The client token ${token} was used with other parameters.`);
  if (known !== undefined) return known.arn;
  const arn = run();
  rememberedOf(context.world).put(key, { request, arn });
  return arn;
};
