/** How many seconds the caller must wait; 0: go on. */
export interface Rates {
  readonly wait: (key: string, perMinute: number) => number;
  /** From now on this many calls of the method per minute, whatever its tier says. */
  readonly limit: (method: string, perMinute: number) => void;
  readonly limitOf: (method: string) => number | undefined;
}

const MINUTE = 60_000;

/** Calls of the last minute by key. Slack does not publish its window; a sliding minute is the strictest reading of "per minute". */
export const createRates = (now: () => number): Rates => {
  const calls = new Map<string, number[]>();
  const limits = new Map<string, number>();
  return {
    limit: (method, perMinute) => void limits.set(method, perMinute),
    limitOf: (method) => limits.get(method),
    wait: (key, perMinute) => {
      const at = now();
      const recent = (calls.get(key) ?? []).filter((call) => call > at - MINUTE);
      calls.set(key, recent);
      if (recent.length < perMinute) {
        recent.push(at);
        return 0;
      }
      const frees = recent.at(-perMinute);
      return frees === undefined ? MINUTE / 1000 : Math.max(1, Math.ceil((frees + MINUTE - at) / 1000));
    },
  };
};
