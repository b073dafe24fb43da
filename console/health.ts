import type { Context } from 'hono';
import type { Backend } from './backend.ts';

type Parts = Awaited<ReturnType<Backend['ready']>>;
const NONE: Parts = { ledger: false, playbooks: false, range: false };
/** A part that does not answer within this time is not ready. */
const PATIENCE_MILLISECONDS = 2_000;

const ask = async (backend: Backend): Promise<Parts> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Parts>((resolve) => {
    timer = setTimeout(() => resolve(NONE), PATIENCE_MILLISECONDS);
  });
  try {
    return await Promise.race([backend.ready(), late]);
  } catch {
    return NONE;
  } finally {
    clearTimeout(timer);
  }
};

/** No key: a supervisor may ask. Says which part is missing, and nothing else. */
export const health = async (c: Context, backend: Backend): Promise<Response> => {
  const { ledger, playbooks, range } = await ask(backend);
  const parts = { ledger, playbooks, range };
  const absent = Object.entries(parts).flatMap(([part, answers]) => (answers ? [] : [part]));
  if (absent.length === 0) return c.json({ ready: true, parts });
  const message = `Not ready: ${absent.join(', ')} ${absent.length === 1 ? 'does' : 'do'} not answer`;
  return c.json({ ready: false, parts, error: { code: 'not-ready', message, hint: 'Ask again in a second', effect: 'no-change' } }, 503);
};
