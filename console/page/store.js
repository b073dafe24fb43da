// What the page knows and what the person opened. Drawing is a function of this.

export const state = {
  /** `starting`, `locked` (no key), `live`, `lost`. */
  link: 'starting',
  lockedBecause: '',
  /** When the server last spoke, in its own milliseconds. */
  heardAt: 0,
  session: undefined,
  overview: undefined,
  /** Incident number that the person chose; undefined: the most urgent. */
  chosen: undefined,
  /** Names of opened parts. */
  open: new Set(),
  onlyHuman: false,
  /** Name of the press that is under way, by subject: one press at a time per subject. */
  pending: new Map(),
  /** Newest first. */
  results: [],
};

let draw = () => undefined;
export const onChange = (listener) => {
  draw = listener;
};
export const changed = () => draw();

export const toggle = (name, open = !state.open.has(name)) => {
  // One menu at a time.
  if (open && name.startsWith('menu:')) for (const other of [...state.open]) if (other.startsWith('menu:')) state.open.delete(other);
  if (open) state.open.add(name);
  else state.open.delete(name);
  draw();
};
export const isOpen = (name) => state.open.has(name);
export const has = (verb) => state.session?.verbs.includes(verb) ?? false;

/** Nothing may be pressed while the page may be old. */
export const usable = (subject) => state.link === 'live' && !state.pending.has(subject);

export const person = (id) => state.overview.people.find((one) => one.id === id);
/** How people are called on this page; `you` is whoever acts. */
export const called = (id) => {
  if (id === state.overview.you) return 'you';
  const found = person(id);
  if (found === undefined) return id;
  return found.name.toLowerCase() === 'you' ? `the ${found.title}` : found.name;
};
const asleep = (id) => {
  const until = person(id)?.asleepUntil;
  return until === null || until === undefined ? '' : ` (asleep until ${until})`;
};
const youFirst = (ids) => [...ids].sort((a, b) => Number(b === state.overview.you) - Number(a === state.overview.you));
/** `you, Cy or Ann`. */
export const listed = (ids) => {
  const names = youFirst(ids).map(called);
  return names.length < 2 ? (names[0] ?? 'nobody') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
};
/** The same in parts: name, and what to know about that person tonight. */
export const asked = (ids) => youFirst(ids).map((id) => ({ name: called(id), note: asleep(id) }));

const URGENCY = ['NOT CONTAINED', 'UNKNOWN', 'PARTLY CONTAINED', 'RECOVERING', 'CONTAINED', 'QUIET'];
/** People of this round who have not said anything yet. */
export const silent = ({ asks, seats }) => asks.filter((id) => !seats.some(({ filledBy }) => filledBy === id));
/** May the acting person still say something on this approval? */
export const mine = (approval) =>
  approval.seats.some(({ people, filledBy }) => filledBy === null && people.includes(state.overview.you)) &&
  !approval.seats.some(({ filledBy }) => filledBy === state.overview.you);
/** May the acting person answer this question about the way to go? The first answer counts. */
export const mayAnswer = ({ state: standing, who }) => standing === 'waiting' && who.includes(state.overview.you);
export const openChoices = ({ choices }) => choices.filter((choice) => choice.state === 'waiting');
/** What the acting person is asked in an incident: approvals first. */
export const asksYou = (incident) => [...incident.waiting.filter(mine), ...openChoices(incident).filter(mayAnswer)];
const rank = (incident) => [asksYou(incident).length > 0 ? 0 : 1, URGENCY.indexOf(incident.word), incident.sev, incident.number];
const byUrgency = (a, b) => {
  const [left, right] = [rank(a), rank(b)];
  const differs = left.findIndex((value, index) => value !== right[index]);
  return differs === -1 ? 0 : left[differs] - right[differs];
};
export const openIncidents = () => state.overview.incidents.filter(({ resolved }) => !resolved).sort(byUrgency);
export const shown = () => state.overview.incidents.find(({ number }) => number === state.chosen) ?? openIncidents()[0];
