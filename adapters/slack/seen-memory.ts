import type { IngressPorts } from './ingress.ts';
import { SKEW_SECONDS } from './signature.ts';

/** Keys of one process, for a laptop: forgotten once no request with their signature can be valid any more. */
export const seenInMemory = (nowMilliseconds: () => number): IngressPorts['seen'] => {
  const seen = new Map<string, number>();
  return {
    add: async (key) => {
      const now = nowMilliseconds();
      for (const [old, until] of seen) {
        // In order of arrival, so the first that is still needed ends it.
        if (until > now) break;
        seen.delete(old);
      }
      if (seen.has(key)) return false;
      seen.set(key, now + 2 * SKEW_SECONDS * 1000);
      return true;
    },
    forget: async (key) => void seen.delete(key),
  };
};
