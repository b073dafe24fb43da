import { createHmac, timingSafeEqual } from 'node:crypto';

/** Both ways: an old request is a replay, and so is one that was signed for later. https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const SKEW_SECONDS = 300;

const TIMESTAMP = /^\d{1,12}$/;
const SIGNATURE = /^v0=[0-9a-f]{64}$/;

const signatureOf = (secret: string, timestamp: string, body: Uint8Array): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;

interface Signed {
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  /** As they came over the wire. */
  readonly body: Uint8Array;
}

/** Did Slack sign exactly these bytes, just now? The secrets are the current one and, while it is being changed, the one before. */
export const isSigned = (
  { timestamp = '', signature = '', body }: Signed,
  secrets: readonly string[],
  nowMilliseconds: number,
): boolean => {
  if (!TIMESTAMP.test(timestamp) || !SIGNATURE.test(signature)) return false;
  if (Math.abs(nowMilliseconds / 1000 - Number(timestamp)) > SKEW_SECONDS) return false;
  const given = Buffer.from(signature);
  // Every secret is tried, whatever the others said: how long this takes says nothing about which one is in use.
  return secrets.map((secret) => secret !== '' && timingSafeEqual(given, Buffer.from(signatureOf(secret, timestamp, body)))).includes(true);
};
