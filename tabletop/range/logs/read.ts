import type { World } from '../world.ts';
import { containerGroups, containerLines, containerStreams } from './container-lines.ts';
import { groupKey, groupsOf, linesOf, streamKey, streamsOf, type LogGroup, type LogLine, type LogStream, type Place } from './state.ts';

const DAY = 86_400_000;

/** Groups that were made, and those that SageMaker made. */
export const allGroups = (world: World, place: Place): readonly LogGroup[] => {
  const made = groupsOf(world)
    .values()
    .filter(({ account, region }) => account === place.account && region === place.region);
  const names = new Set(made.map(({ name }) => name));
  return [...made, ...containerGroups(world, place).filter(({ name }) => !names.has(name))].sort((a, b) => (a.name < b.name ? -1 : 1));
};
export const groupNamed = (world: World, place: Place, name: string): LogGroup | undefined =>
  groupsOf(world).get(groupKey(place, name)) ?? containerGroups(world, place).find((group) => group.name === name);
export const allStreams = (world: World, place: Place, group: string): readonly LogStream[] =>
  [
    ...streamsOf(world)
      .values()
      .filter((stream) => stream.group === group && stream.account === place.account && stream.region === place.region),
    ...containerStreams(world, place, group),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));

export interface Told extends LogLine {
  readonly stream: string;
}
/** The lines of one stream, oldest first, as far as they are still kept. */
export const linesIn = (world: World, place: Place, group: string, stream: string, from: number, until: number): readonly Told[] => {
  const { retention } = groupNamed(world, place, group) ?? {};
  const oldest = retention === undefined ? 0 : world.time.now() - (retention * DAY) / world.time.pace;
  // Nothing can be put further ahead than this, and a row's key has room for no more.
  const latest = world.time.now() + DAY / world.time.pace;
  const prefix = `${streamKey(place, group, stream)}|`;
  const hour = (at: number): string => String(Math.floor((at * world.time.pace) / 3_600_000)).padStart(9, '0');
  const stored = linesOf(world)
    .entries()
    .filter(
      ([key]) =>
        key.startsWith(prefix) && key.slice(prefix.length) >= hour(from) && key.slice(prefix.length) <= hour(Math.min(until, latest)),
    )
    .flatMap(([, lines]) => lines);
  return [...stored, ...containerLines(world, place, group, stream, from, until)]
    .filter(({ at }) => at >= from && at < until && at >= oldest)
    .sort((a, b) => a.at - b.at)
    .map((line) => ({ ...line, stream }));
};
/** The lines of all streams of a group, oldest first. */
export const linesOfGroup = (
  world: World,
  place: Place,
  group: string,
  from: number,
  until: number,
  streams?: readonly string[],
): readonly Told[] =>
  allStreams(world, place, group)
    .filter(({ name }) => streams === undefined || streams.includes(name))
    .flatMap(({ name }) => linesIn(world, place, group, name, from, until))
    .sort((a, b) => a.at - b.at);
