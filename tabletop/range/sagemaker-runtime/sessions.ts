import { instantOf } from '../../../core/time.ts';
import type { Context } from '../operation.ts';
import type { Endpoint } from '../sagemaker/state.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import { invalid } from './route.ts';

/** When each session ends, by endpoint and session. */
const sessionsOf = (world: World): Table<number> => world.store.table<number>('runtime.session');
/** Behaviour `runtime.sessions`, in milliseconds. */
const LIFE = 3_600_000;
const NEW = 'NEW_SESSION';

/** The header that begins a session; an ongoing one is only checked. */
export const sessionFor = ({ world, now }: Context, endpoint: Endpoint, wanted: string | undefined): { readonly NewSessionId?: string } => {
  if (wanted === undefined) return {};
  if (wanted !== NEW) {
    const until = sessionsOf(world).get(`${endpoint.arn}|${wanted}`);
    if (until === undefined || until <= now) throw invalid(`Session ${wanted} not found.`);
    return {};
  }
  const id = world.ids.uuid('session');
  const until = now + LIFE / world.time.pace;
  sessionsOf(world).put(`${endpoint.arn}|${id}`, until);
  return { NewSessionId: `${id}; Expires=${instantOf(until).slice(0, 19)}Z` };
};
