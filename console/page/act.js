// Every press: told at once, sent once, answered in words.
import { clockNow } from './clock.js';
import { get, post, Refused } from './net.js';
import { changed, state } from './store.js';

/** Answers kept on the page; the record of what happened is the timeline. */
const KEPT = 2;
let serial = 0;

const keep = (result) => {
  serial += 1;
  state.results = [{ ...result, at: clockNow(), id: serial }, ...state.results].slice(0, KEPT);
};

const fromRefusal = (thrown) => {
  if (!(thrown instanceof Refused)) {
    return {
      good: false,
      lines: ['No answer came back. It may or may not have taken effect: look at the timeline before pressing again.'],
    };
  }
  const { error, lines = [], next } = thrown.body ?? {};
  const effect = error?.effect === 'unknown' ? ['Whether anything changed is not known yet.'] : [];
  return { good: false, lines: [...new Set([thrown.message, ...lines]), ...effect], next: next ?? error?.hint };
};

/** `subject`: what is pressed on; a second press on it while the first is under way does nothing. */
const press = async (subject, label, path, body) => {
  if (state.pending.has(subject) || state.link !== 'live') return;
  state.pending.set(subject, label);
  changed();
  try {
    const answer = await post(path, body, { 'x-cordon-shown-as': state.overview.you });
    keep({ good: answer.exit === 0 || answer.exit === 4, lines: answer.lines, next: answer.next });
  } catch (thrown) {
    keep(fromRefusal(thrown));
  }
  await refresh();
  state.pending.delete(subject);
  changed();
};

let reading;
let again = false;
/** One read at a time; a change during a read is one more read. */
export const refresh = () => {
  if (reading !== undefined) {
    again = true;
    return reading;
  }
  reading = (async () => {
    do {
      again = false;
      try {
        await readOverview();
      } catch (thrown) {
        // A stream that beats beside a status that cannot be read is not "live".
        const over = thrown instanceof Refused && thrown.status === 401;
        state.link = over ? 'locked' : 'lost';
        if (over) state.lockedBecause = 'The session is over, or the server has a new key.';
      }
    } while (again);
    reading = undefined;
    changed();
  })();
  return reading;
};
let readOverview = async () => undefined;
export const onOverview = (take) => {
  readOverview = async () => take(await get('/overview'));
};

// The page's commands, with the arguments of their verbs.
export const approve = (approval, typed) =>
  press(`A-${approval}`, 'approve', `/approvals/${approval}`, { vote: 'approve', ...(typed ? { typed } : {}) });
export const deny = (approval, reason) => press(`A-${approval}`, 'deny', `/approvals/${approval}`, { vote: 'deny', reason });
export const choose = (choice, answer, reason) =>
  press(`C-${choice}`, answer, '/commands/choose', { choice: `C-${choice}`, answer, ...(reason ? { reason } : {}) });
export const send = (sample) => press('send', sample, '/commands/send', { event: sample });
export const release = (target) => press('release', 'release', '/commands/release', { endpoint: target });
export const stopAll = () => press('stop', 'stop', '/commands/stop', { all: true });

export const actAs = async (id) => {
  if (state.link !== 'live') return;
  try {
    await post('/session/as', { person: id });
  } catch (thrown) {
    keep(fromRefusal(thrown));
  }
  await refresh();
};
export const dismiss = (id) => {
  state.results = state.results.filter((result) => result.id !== id);
  changed();
};
