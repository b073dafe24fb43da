import type { Pointer } from '../house/house.ts';
import type { LoadedPlaybook, Shelf } from './library.ts';
import type { PlaybookRef } from '../finding/finding.ts';
import { compareVersions } from './version.ts';

/** Which version of one playbook answers findings now, and why that one. */
export interface LiveView {
  readonly id: string;
  /** Absent: nothing of it answers, and `problem` says why. */
  readonly live?: LoadedPlaybook;
  /** Absent: nobody ever activated one, so the newest release answers. */
  readonly pointer?: Pointer;
  /** The newest that could be activated. */
  readonly newest?: LoadedPlaybook;
  readonly problem?: { readonly why: string; readonly next: string };
}

/** Why this document may not answer findings any more; it stays runnable for runs that began with it. */
export const goneBecause = (
  { versions }: Pick<Shelf, 'versions'>,
  { id, version }: Pick<PlaybookRef, 'id' | 'version'>,
): string | undefined => {
  const retired = versions.tombstones.find((one) => one.id === id);
  if (retired !== undefined) {
    const instead = retired.replacedBy === null ? 'nothing answers instead' : `${retired.replacedBy} answers instead`;
    return `${id} was retired after ${retired.lastVersion}; ${instead}`;
  }
  const withdrawn = versions.withdrawn?.find((one) => one.id === id && one.version === version);
  return withdrawn && `${id}@${version} was withdrawn: ${withdrawn.because}`;
};

const same = (a: PlaybookRef, b: PlaybookRef): boolean => a.id === b.id && a.version === b.version && a.digest === b.digest;
/** Versions that may be activated, oldest first. */
const fit = (shelf: Shelf, id: string): readonly LoadedPlaybook[] =>
  shelf.playbooks
    .filter(({ ref }) => ref.id === id && goneBecause(shelf, ref) === undefined)
    .toSorted((a, b) => compareVersions(a.ref.version, b.ref.version));

/**
 * What is to be done when what people activated is no longer there: nothing else takes its place by itself, older or newer, because nobody
 * agreed to that. Its findings become questions to people until somebody activates a version.
 */
const lost = (shelf: Shelf, { playbook }: Pointer, rest: readonly LoadedPlaybook[]): NonNullable<LiveView['problem']> => {
  const why = goneBecause(shelf, playbook) ?? `${playbook.id}@${playbook.version} with digest ${playbook.digest} is not among the released`;
  const other = rest.findLast(({ ref }) => compareVersions(ref.version, playbook.version) < 0) ?? rest.at(-1);
  return {
    why: `${why}. It is the activated one, so ${playbook.id} answers nothing, and its findings are questions to people`,
    next: other === undefined ? 'npx cordon playbook live' : `npx cordon playbook activate ${playbook.id} ${other.ref.version}`,
  };
};

const viewOf = (shelf: Shelf, pointer: Pointer | undefined, id: string): LiveView => {
  const rest = fit(shelf, id);
  const newest = rest.at(-1);
  if (pointer === undefined) return { id, ...(newest && { live: newest, newest }) };
  const live = rest.find(({ ref }) => same(ref, pointer.playbook));
  return { id, pointer, ...(newest && { newest }), ...(live ? { live } : { problem: lost(shelf, pointer, rest) }) };
};

/**
 * Which version of each playbook answers findings. Without an activation the newest release does, as in a house where nobody ever activated
 * one; once there is a pointer only another activation moves it. Retired playbooks are not among them.
 */
export const liveViews = (shelf: Shelf, pointers: ReadonlyMap<string, Pointer>): readonly LiveView[] => {
  const retired = new Set(shelf.versions.tombstones.map(({ id }) => id));
  const ids = [...new Set([...shelf.playbooks.map(({ ref }) => ref.id), ...pointers.keys()])].filter((id) => !retired.has(id)).toSorted();
  return ids.map((id) => viewOf(shelf, pointers.get(id), id)).filter(({ live, problem }) => live !== undefined || problem !== undefined);
};
