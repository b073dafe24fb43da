export const EXITS = {
  0: 'done',
  1: 'failed',
  2: 'usage, or input that cannot be read',
  3: 'a check or a verification failed',
  4: 'waiting for somebody’s approval',
  5: 'denied',
  6: 'not found',
  7: 'stale, or in conflict with what is there now',
  8: 'unknown outcome: look before you try again',
  75: 'temporary: trying again is safe',
  130: 'interrupted',
} as const;
/** 130 is the terminal's. */
export type ExitCode = Exclude<keyof typeof EXITS, 130>;
