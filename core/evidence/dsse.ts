import * as z from 'zod';
import type { Envelope } from './store.ts';

export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** Pre-authentication encoding: what is signed. https://github.com/secure-systems-lab/dsse/blob/v1.0.0/protocol.md */
export const pae = (payloadType: string, body: Uint8Array): Uint8Array => {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${body.byteLength} `;
  return Buffer.concat([Buffer.from(head, 'utf8'), body]);
};

const Base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'base64');
const EnvelopeSchema: z.ZodType<Envelope> = z.object({
  payloadType: z.literal(PAYLOAD_TYPE),
  payload: Base64,
  signatures: z
    .array(z.object({ keyid: z.string().max(256), sig: Base64 }))
    .min(1)
    .max(8),
});

/** An envelope from bytes that anybody may have touched; `undefined` when they are no envelope. */
export const envelopeFrom = (text: string): Envelope | undefined => {
  try {
    return EnvelopeSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};

export const payloadOf = (envelope: Envelope): Uint8Array => Buffer.from(envelope.payload, 'base64');
