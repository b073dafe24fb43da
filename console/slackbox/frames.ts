// The server's half of RFC 6455, as much as Socket Mode needs: text, ping, pong, close; no extensions.

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
/** A client's whole message: acknowledgements are smaller than the bodies that the Web API takes. */
const MESSAGE_BYTES = 1_048_576;

export interface Frame {
  readonly final: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
}
/** `broken`: the code with which the connection must be closed. */
export type Read = { readonly frame: Frame; readonly rest: Buffer } | { readonly broken: number } | 'more';

/** Unmasked, as servers send them. https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
export const encodeFrame = (opcode: number, payload: Buffer): Buffer => {
  const short = payload.length < 126;
  const medium = payload.length < 65_536;
  const head = Buffer.alloc(short ? 2 : medium ? 4 : 10);
  head[0] = 0x80 | opcode;
  head[1] = short ? payload.length : medium ? 126 : 127;
  if (!short && medium) head.writeUInt16BE(payload.length, 2);
  if (!medium) head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
};

const lengthOf = (bytes: Buffer): { readonly length: number; readonly after: number } | undefined => {
  const short = (bytes[1] ?? 0) & 0x7f;
  if (short < 126) return { length: short, after: 2 };
  if (short === 126) return bytes.length < 4 ? undefined : { length: bytes.readUInt16BE(2), after: 4 };
  return bytes.length < 10 ? undefined : { length: Number(bytes.readBigUInt64BE(2)), after: 10 };
};

/** The first frame in `bytes`. Clients must mask (1002 otherwise); control frames are short and whole. */
export const readFrame = (bytes: Buffer): Read => {
  if (bytes.length < 2) return 'more';
  const first = bytes[0] ?? 0;
  const opcode = first & 0x0f;
  const final = (first & 0x80) !== 0;
  if ((first & 0x70) !== 0 || ((bytes[1] ?? 0) & 0x80) === 0) return { broken: 1002 };
  const size = lengthOf(bytes);
  if (size === undefined) return 'more';
  if (opcode >= 8 && (!final || size.length > 125)) return { broken: 1002 };
  if (size.length > MESSAGE_BYTES) return { broken: 1009 };
  const start = size.after + 4;
  if (bytes.length < start + size.length) return 'more';
  const mask = bytes.subarray(size.after, start);
  const payload = Buffer.from(bytes.subarray(start, start + size.length));
  for (let index = 0; index < payload.length; index += 1) payload[index] = (payload[index] ?? 0) ^ (mask[index % 4] ?? 0);
  return { frame: { final, opcode, payload }, rest: bytes.subarray(start + size.length) };
};

/** Joins the pieces of a message; answers the whole one, or the code to close with. */
export const createAssembly = (): ((frame: Frame) => string | number | undefined) => {
  let pieces: Buffer[] = [];
  let under = false;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return ({ final, opcode, payload }) => {
    if (opcode === OPCODE.binary) return 1003;
    if ((opcode === OPCODE.continuation) !== under || opcode > OPCODE.binary) return 1002;
    pieces.push(payload);
    if (pieces.reduce((sum, piece) => sum + piece.length, 0) > MESSAGE_BYTES) return 1009;
    under = !final;
    if (!final) return undefined;
    const whole = Buffer.concat(pieces);
    pieces = [];
    try {
      return decoder.decode(whole);
    } catch {
      return 1007;
    }
  };
};
