/** Milliseconds after which a composition that holds a secret is made anew: a changed one is known soon. */
export const SECRETS_KEPT = 300_000;

/**
 * One composition per process: a warm function reuses it, until `keptMilliseconds` are over. One that failed is tried again by the next
 * event.
 */
export const once = <T>(make: () => Promise<T>, keptMilliseconds = Infinity): (() => Promise<T>) => {
  let made: { readonly at: number; readonly it: Promise<T> } | undefined;
  return () => {
    if (made === undefined || Date.now() - made.at > keptMilliseconds) {
      const it = make();
      const mine = { at: Date.now(), it };
      made = mine;
      it.catch(() => {
        if (made === mine) made = undefined;
      });
    }
    return made.it;
  };
};
