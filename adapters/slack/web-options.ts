import type { WebClientOptions } from '@slack/web-api';

/** Milliseconds that one call of Slack may take. Nothing is repeated inside a call: whoever waits for it decides. */
const PATIENCE = 10_000;
export const webOptions = (apiUrl: string): WebClientOptions => ({
  slackApiUrl: apiUrl,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: PATIENCE,
});
