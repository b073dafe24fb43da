import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { isObject } from '../../core/json.ts';
import { BOT, newHandle, type Box } from './box.ts';
import { withinAckTime, type Deliver, type Delivered } from './delivery.ts';
import { acceptPeer, type Peer } from './web-socket.ts';

/** https://docs.slack.dev/apis/events-api/using-socket-mode: an app may hold ten connections. */
const CONNECTIONS = 10;

export interface SocketMode {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly deliver: Deliver;
  readonly connections: () => number;
  readonly closeAll: () => void;
}

const acknowledged = (text: string): { readonly id: string; readonly payload: unknown } | undefined => {
  try {
    const read: unknown = JSON.parse(text);
    return isObject(read) && typeof read['envelope_id'] === 'string'
      ? { id: read['envelope_id'], payload: read['payload'] ?? {} }
      : undefined;
  } catch {
    return undefined;
  }
};

/** Deliveries over a WebSocket that the app opened. https://docs.slack.dev/apis/events-api/using-socket-mode */
export const createSocketMode = (box: Box): SocketMode => {
  const peers = new Set<Peer>();
  const waiting = new Map<string, (delivered: Delivered) => void>();
  const hear = (text: string): void => {
    const ack = acknowledged(text);
    if (ack === undefined) return;
    waiting.get(ack.id)?.({ ok: true, payload: ack.payload });
  };
  return {
    connections: () => peers.size,
    closeAll: () => {
      for (const peer of peers) peer.close(1001);
      peers.clear();
    },
    upgrade: (request, socket, head) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      // A ticket is good once: what somebody reads in a log opens nothing.
      const known = pathname === '/link/' && box.tickets.delete(searchParams.get('ticket') ?? '');
      if (!known || box.isDown() || peers.size >= CONNECTIONS) {
        socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
        return;
      }
      const peer = acceptPeer(request, socket, head, {
        message: hear,
        closed: () => {
          if (peer !== undefined) peers.delete(peer);
        },
      });
      if (peer === undefined) return;
      peers.add(peer);
      peer.send(
        JSON.stringify({
          type: 'hello',
          num_connections: peers.size,
          connection_info: { app_id: BOT.app },
          debug_info: { host: 'slackbox' },
        }),
      );
    },
    deliver: async ({ type, body, retry }) => {
      const peer = [...peers].at(-1);
      if (peer === undefined) return { ok: false, error: 'dispatch_failed' };
      const id = newHandle(box, 'envelope');
      const answer = new Promise<Delivered>((resolve) => void waiting.set(id, resolve));
      peer.send(
        JSON.stringify({
          envelope_id: id,
          type,
          payload: body,
          accepts_response_payload: type !== 'events_api',
          ...(type === 'events_api' ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' } : {}),
        }),
      );
      const delivered = await withinAckTime(box.clock, answer);
      waiting.delete(id);
      return delivered;
    },
  };
};
