import fc from 'fast-check';
import { createAssembly, encodeFrame, OPCODE, readFrame, type Frame } from '../../console/slackbox/frames.ts';

/** As a client sends it: masked. */
const masked = (opcode: number, payload: Buffer, final = true, mask = Buffer.from([1, 2, 3, 4])): Buffer => {
  const plain = encodeFrame(opcode, payload);
  const head = plain.subarray(0, plain.length - payload.length);
  head[0] = (final ? 0x80 : 0) | opcode;
  head[1] = (head[1] ?? 0) | 0x80;
  return Buffer.concat([head, mask, Buffer.from(payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)))]);
};
const framesOf = (bytes: Buffer): Frame[] => {
  const frames: Frame[] = [];
  for (let read = readFrame(bytes); read !== 'more' && 'frame' in read; read = readFrame(read.rest)) frames.push(read.frame);
  return frames;
};

test('whatever a client sends is read back, in any number of pieces', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.nat(600),
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      (text, at, mask) => {
        const payload = Buffer.from(text.toWellFormed());
        const cut = Math.min(at, payload.length);
        const bytes = Buffer.concat([
          masked(OPCODE.text, payload.subarray(0, cut), false, Buffer.from(mask)),
          masked(OPCODE.continuation, payload.subarray(cut), true, Buffer.from(mask)),
        ]);
        const assemble = createAssembly();
        expect(framesOf(bytes).map(assemble)).toEqual([undefined, payload.toString()]);
        // A piece of a frame is no frame yet.
        expect(readFrame(masked(OPCODE.text, payload).subarray(0, -1))).toBe('more');
      },
    ),
  );
});

test.each([0, 125, 126, 65_535, 65_536])('%i bytes', (length) => {
  const payload = Buffer.alloc(length, 'x');
  expect(framesOf(masked(OPCODE.text, payload))).toEqual([{ final: true, opcode: OPCODE.text, payload }]);
});

test.each([
  ['a frame without a mask', encodeFrame(OPCODE.text, Buffer.from('x')), 1002],
  ['an extension that nobody agreed on', Buffer.from([0xc1, 0x80, 0, 0, 0, 0]), 1002],
  ['a ping in pieces', masked(OPCODE.ping, Buffer.from('x'), false), 1002],
  ['a ping of 126 bytes', masked(OPCODE.ping, Buffer.alloc(126)), 1002],
  ['two megabytes announced', Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 0x20, 0, 0]), 1009],
])('%s closes the connection', (_name, bytes, code) => {
  expect(readFrame(bytes)).toEqual({ broken: code });
});

test('pieces out of order, binary, and broken text are refused', () => {
  const frame = (opcode: number, payload = Buffer.from('x'), final = true): Frame => ({ final, opcode, payload });
  expect(createAssembly()(frame(OPCODE.continuation))).toBe(1002);
  expect(createAssembly()(frame(OPCODE.binary))).toBe(1003);
  expect(createAssembly()(frame(OPCODE.text, Buffer.from([0xff])))).toBe(1007);
  const assemble = createAssembly();
  assemble(frame(OPCODE.text, Buffer.alloc(700_000), false));
  expect(assemble(frame(OPCODE.continuation, Buffer.alloc(700_000)))).toBe(1009);
});
