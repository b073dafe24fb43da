// Everything that leaves the page goes to the server that served it.

export class Refused extends Error {
  constructor(status, body) {
    super(body?.error?.message ?? `The server answered ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** An answer that takes longer is treated as lost; whether it took effect is then read back, never assumed. */
const PATIENCE_MILLISECONDS = 30_000;

const call = async (path, init) => {
  const response = await fetch(path, { ...init, cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) });
  const body = await response.json().catch(() => undefined);
  if (!response.ok) throw new Refused(response.status, body);
  return body;
};
export const get = (path, headers = {}) => call(path, { headers });
export const post = (path, body, headers = {}) =>
  call(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

/** Trades the key in the address for a session, and takes the key out of the address and the history. */
export const openSession = async () => {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const key = fragment.get('k');
  if (key !== null) {
    history.replaceState(null, '', location.pathname);
    await post('/session', {}, { authorization: `Bearer ${key}` });
  }
  return get('/session');
};

/** The server beats every 5 s; silence of twice that and a bit means that the connection is gone. */
const SILENCE_MILLISECONDS = 12_000;
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Listens for "something changed" for ever. `alive` when the server speaks, `lost` when it does not; a hidden tab lets go of its connection. */
export const listen = async ({ alive, lost, changed }) => {
  for (let failures = 0; ; failures += 1) {
    if (document.hidden) await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
    const end = new AbortController();
    let watchdog = setTimeout(() => end.abort(), SILENCE_MILLISECONDS);
    const hide = () => document.hidden && end.abort();
    document.addEventListener('visibilitychange', hide);
    try {
      const response = await fetch('/changes', { signal: end.signal, cache: 'no-store' });
      if (response.status === 401) return lost(401);
      if (!response.ok) throw new Refused(response.status);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        failures = 0;
        clearTimeout(watchdog);
        watchdog = setTimeout(() => end.abort(), SILENCE_MILLISECONDS);
        alive();
        if (value.includes('event: changed')) changed();
      }
    } catch {
      // Every way to lose the connection is handled the same, below.
    }
    clearTimeout(watchdog);
    document.removeEventListener('visibilitychange', hide);
    if (!document.hidden) {
      lost();
      await wait(Math.min(10_000, 500 * 2 ** Math.min(failures, 5)));
    }
  }
};
