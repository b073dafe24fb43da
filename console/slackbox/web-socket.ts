import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createAssembly, encodeFrame, OPCODE, readFrame, type Frame } from './frames.ts';

/** https://www.rfc-editor.org/rfc/rfc6455#section-1.3 */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** Clients of Socket Mode give up after 30 s without a ping. */
const PING_MILLISECONDS = 10_000;
/** How long the other side may take to close before the connection is cut. */
const GOODBYE_MILLISECONDS = 1_000;

export interface Peer {
  readonly send: (text: string) => void;
  readonly close: (code: number) => void;
}
export interface PeerEvents {
  readonly message: (text: string) => void;
  readonly closed: () => void;
}

const refuseUpgrade = (socket: Duplex, status: string): undefined => {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  return undefined;
};

/** Answers the handshake and speaks frames; `undefined` when the request is no WebSocket handshake. */
export const acceptPeer = (request: IncomingMessage, socket: Duplex, head: Buffer, events: PeerEvents): Peer | undefined => {
  const key = request.headers['sec-websocket-key'];
  const version = request.headers['sec-websocket-version'];
  socket.on('error', () => socket.destroy());
  if (request.headers.upgrade?.toLowerCase() !== 'websocket' || key === undefined) return refuseUpgrade(socket, '400 Bad Request');
  if (version !== '13') return refuseUpgrade(socket, '426 Upgrade Required\r\nsec-websocket-version: 13');
  const accept = createHash('sha1').update(`${key}${MAGIC}`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`);

  let closing = false;
  let waiting: Buffer = Buffer.alloc(0);
  const assemble = createAssembly();
  const write = (opcode: number, payload: Buffer): void => void (socket.writable && socket.write(encodeFrame(opcode, payload)));
  const beat = setInterval(() => write(OPCODE.ping, Buffer.from('slackbox')), PING_MILLISECONDS);
  beat.unref();
  const close = (code: number): void => {
    if (closing) return;
    closing = true;
    const reason = Buffer.alloc(2);
    reason.writeUInt16BE(code);
    write(OPCODE.close, reason);
    setTimeout(() => socket.destroy(), GOODBYE_MILLISECONDS).unref();
  };
  const take = (frame: Frame): void => {
    if (frame.opcode === OPCODE.ping) return write(OPCODE.pong, frame.payload);
    if (frame.opcode === OPCODE.pong) return;
    if (frame.opcode === OPCODE.close) {
      close(1000);
      return void socket.end();
    }
    const whole = assemble(frame);
    if (typeof whole === 'number') close(whole);
    else if (whole !== undefined) events.message(whole);
  };
  const read = (chunk: Buffer): void => {
    waiting = Buffer.concat([waiting, chunk]);
    for (let next = readFrame(waiting); next !== 'more'; next = readFrame(waiting)) {
      if ('broken' in next) return close(next.broken);
      waiting = next.rest;
      take(next.frame);
    }
  };
  socket.on('data', read);
  socket.on('end', () => socket.end());
  socket.on('close', () => {
    clearInterval(beat);
    events.closed();
  });
  if (head.length > 0) read(head);
  return { send: (text) => write(OPCODE.text, Buffer.from(text)), close };
};
