// Times are the server's: a laptop whose clock is wrong must not show a wrong deadline.

let offset = 0;
/** Called with the server's `now` whenever it is told. */
export const setClock = (serverNow) => {
  offset = Date.parse(serverNow) - Date.now();
};
export const now = () => Date.now() + offset;

const two = (number) => String(number).padStart(2, '0');
/** `4:52`, `1:02:03`, `3 d`: the words of the command line. */
const spoken = (seconds) => {
  const s = Math.max(0, Math.floor(seconds));
  if (s >= 172800) return `${Math.round(s / 86400)} d`;
  const [hours, minutes] = [Math.floor(s / 3600), Math.floor(s / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(s % 60)}` : `${minutes}:${two(s % 60)}`;
};
export const secondsUntil = (instant) => (Date.parse(instant) - now()) / 1000;
export const left = (instant) => spoken(secondsUntil(instant));
export const ago = (instant) => spoken(-secondsUntil(instant));
/** `12 s ago`, `4:52 ago`. */
export const agoWords = (instant) => {
  const seconds = Math.max(0, Math.floor(-secondsUntil(instant)));
  return `${seconds < 60 ? `${seconds} s` : spoken(seconds)} ago`;
};
export const between = (from, to) => spoken((Date.parse(to) - Date.parse(from)) / 1000);

const iso = (milliseconds) => new Date(milliseconds).toISOString();
/** `02:41:40Z` today, `2026-11-19 14:02:00Z` on any other day. */
export const utc = (instant) => {
  const text = iso(Date.parse(instant));
  return text.slice(0, 10) === iso(now()).slice(0, 10) ? `${text.slice(11, 19)}Z` : `${text.slice(0, 10)} ${text.slice(11, 19)}Z`;
};
export const clockNow = () => `${iso(now()).slice(11, 19)}Z`;
