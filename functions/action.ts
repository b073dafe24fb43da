import middy from '@middy/core';
import type { Action } from '../core/action/define.ts';
import { Json } from '../core/json.ts';
import { serveAction } from '../engine/serve-action.ts';
import { liveActionDesk } from './live.ts';
import { once } from './once.ts';

/** The function of one action. The bundle names the action; its role is derived from the calls that the action declares. */
export const actionHandler = (action: Action) => {
  const serve = once(async () => serveAction(action, await liveActionDesk()));
  return middy(async (event: object) => (await serve())(Json.parse(event)));
};
