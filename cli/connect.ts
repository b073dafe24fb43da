import { placeLine } from '../core/report/text-place.ts';
import { createClient, type Client } from './client.ts';
import type { Invocation } from './invocation.ts';
import type { Output } from './output.ts';
import { findServer } from './place.ts';

/** The server of the data directory, after saying where that is. */
export const connect = (call: Pick<Invocation, 'as'>, out: Output, dataDir: string): Client => {
  const server = findServer(dataDir);
  const client = createClient(server, dataDir, call.as);
  out.place(placeLine(server.place, call.as), server.place.kind);
  return client;
};
