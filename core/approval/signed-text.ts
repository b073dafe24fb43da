import { pae } from '../evidence/dsse.ts';
import { canonical, isObject, type Json } from '../json.ts';
import type { Purpose } from './grant.ts';

/** Keeps our signatures apart from those of any other program that is handed the same key. */
const DOMAIN = 'cordon/signed/v1\n';

/**
 * The exact bytes that every signer of ours signs. Evidence is signed as a DSSE envelope prescribes, so that other tools can check it
 * without us; that encoding starts with `DSSEv1`, so it can never pass for one of our own texts, nor the other way round.
 */
export const signedText = (purpose: Purpose, payload: Json | object): Uint8Array => {
  if (purpose !== 'evidence') return Buffer.from(`${DOMAIN}${canonical({ purpose, payload })}`);
  if (!isObject(payload) || typeof payload.payloadType !== 'string' || typeof payload.payload !== 'string')
    throw new Error('evidence is signed as { payloadType, payload: base64 }');
  return pae(payload.payloadType, Buffer.from(payload.payload, 'base64'));
};
