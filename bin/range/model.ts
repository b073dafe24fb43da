import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Constraint } from '../../tabletop/range/protocol/constraints.ts';
import { botocoreModel } from './botocore.ts';
import { smithyModel } from './smithy.ts';

/** A member of a structure, or what a list or a map holds. */
export interface ModelMember {
  readonly shape: ModelShape;
  readonly isRequired: boolean;
  readonly rule: Constraint;
}
export interface ModelShape {
  readonly name: string;
  readonly member: (name: string) => ModelMember | undefined;
  readonly members: readonly string[];
  /** Of a list. */
  readonly item: ModelMember | undefined;
  /** Of a map. */
  readonly key: ModelMember | undefined;
  readonly value: ModelMember | undefined;
}
/** What a model of AWS says about a service, whichever form it is written in. */
export interface Model {
  readonly serviceId: string;
  /** Public name of where it comes from. */
  readonly source: string;
  readonly operations: readonly string[];
  /** Undefined also for an operation without input. */
  readonly input: (operation: string) => ModelShape | undefined;
}

const READERS = [smithyModel, botocoreModel];
const modelIn = (file: string): Model | undefined => {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  for (const read of READERS) {
    const model = read(parsed);
    if (model !== undefined) return model;
  }
  return undefined;
};
/** Of botocore's files for a service only one is its model; the newest version comes first. */
const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder)
    .toSorted()
    .toReversed()
    .flatMap((name) => {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) return filesBelow(path);
      return name.endsWith('.json') && !/(?:examples|paginators|waiters|endpoint-rule-set|sdk-extras)/.test(name) ? [path] : [];
    });

/** The model of a service, found anywhere below the folders; of two the first counts. Files are read until it is found, and once. */
export const modelsIn = (folders: readonly string[]): ((serviceId: string) => Model | undefined) => {
  const waiting = [...folders.flatMap(filesBelow)];
  const models = new Map<string, Model>();
  const readOne = (file: string): void => {
    const model = modelIn(file);
    if (model !== undefined && !models.has(model.serviceId)) models.set(model.serviceId, model);
  };
  return (serviceId) => {
    while (!models.has(serviceId) && waiting.length > 0) readOne(waiting.shift() ?? '');
    return models.get(serviceId);
  };
};
