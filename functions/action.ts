import middy from '@middy/core';
import type { Action } from '../core/action/define.ts';
import { Json } from '../core/json.ts';
import { serveAction } from '../engine/serve-action.ts';
import { liveActionDesk, type ActionParts } from './live.ts';
import { once } from './once.ts';

/**
 * The function of one action. Its entry is written by infra/bundle.ts, which knows from the action which clients and services it needs;
 * its role is derived from the calls that the action declares.
 */
export const actionHandler = (action: Action, parts: ActionParts) => {
  const office = once(async () => {
    const { desk, remembered } = await liveActionDesk(action, parts);
    return { serve: serveAction(action, desk), remembered };
  });
  return middy(async (event: object) => {
    const { serve, remembered } = await office();
    const reply = await serve(Json.parse(event));
    await remembered();
    return reply;
  });
};
