import type { JsonObject } from '../../../../core/json.ts';
import type { Table } from '../../store.ts';
import type { World } from '../../world.ts';
import type { Container, DeployedImage } from '../state.ts';

/** What a component runs: a model, a container of its own, or an adapter on another component. */
export interface Running {
  readonly model?: string;
  readonly container?: Container;
  readonly base?: string;
  readonly images: readonly DeployedImage[];
  /** SHA-256 of the artefact that its copies loaded. */
  readonly loaded?: string;
  /** Members that are only shown again: start-up parameters, compute requirements. */
  readonly rest: JsonObject;
}
export interface Component {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** ARN. */
  readonly endpoint: string;
  readonly endpointName: string;
  readonly variant: string;
  readonly status: 'InService' | 'Creating' | 'Updating' | 'Failed' | 'Deleting';
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly failureReason?: string;
  readonly running: Running;
  /** What an update brings; the old copies serve until it is there. */
  readonly next?: Running;
  readonly copies: number;
  readonly desiredCopies: number;
}
export const componentsOf = (world: World): Table<Component> => world.store.table<Component>('sagemaker.inference-component');
export const componentsOn = (world: World, endpoint: string): readonly Component[] =>
  componentsOf(world)
    .values()
    .filter((component) => component.endpoint === endpoint);
