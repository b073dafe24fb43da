import type { Table } from '../store.ts';
import type { World } from '../world.ts';

export interface Parameter {
  /** With its leading slash when it has a path. */
  readonly name: string;
  readonly arn: string;
  readonly value: string;
  readonly version: number;
  readonly modifiedAt: number;
  readonly modifiedBy: string;
}
export const parametersOf = (world: World): Table<Parameter> => world.store.table<Parameter>('ssm.parameter');

interface Place {
  readonly account: string;
  readonly region: string;
}
/** A name with a path has its slash in the ARN only once: `/a/b` is `parameter/a/b`. */
export const parameterArn = ({ account, region }: Place, name: string): string =>
  `arn:aws:ssm:${region}:${account}:parameter${name.startsWith('/') ? '' : '/'}${name}`;

/** A new version of a parameter, or its first one. */
export const setParameter = (world: World, place: Place, name: string, value: string, by: string): Parameter => {
  const arn = parameterArn(place, name);
  const version = (parametersOf(world).get(arn)?.version ?? 0) + 1;
  const parameter = { name, arn, value, version, modifiedAt: world.time.now(), modifiedBy: by };
  parametersOf(world).put(arn, parameter);
  return parameter;
};
