import * as z from 'zod';
import type { CatalogEntry } from '../core/action/catalog.ts';
import type { Action } from '../core/action/define.ts';
import { iamActionsFor, operationOf } from '../core/action/iam.ts';
import { JsonObject } from '../core/json.ts';

const entryOf = (action: Action): CatalogEntry => ({
  id: action.id,
  title: action.title,
  risk: action.risk,
  effect: action.effect,
  // Our ARN and instant checks are functions; each says its JSON Schema itself (`meta`), so nothing is lost by `any`.
  input: JsonObject.parse(z.toJSONSchema(action.input, { unrepresentable: 'any' })),
  reads: action.reads.map(operationOf),
  writes: action.writes.map(operationOf),
  probes: action.probes.map(operationOf),
  iam: iamActionsFor([...action.reads, ...action.writes]),
  needs: action.needs,
  endangers: action.endangers,
  settle: action.settle,
  undo: typeof action.undo === 'string' ? action.undo : { risk: action.undo.risk },
});

/** Everything that is known about the actions without loading one: actions/catalog.json. */
export const catalogOf = (actions: readonly Action[]): readonly CatalogEntry[] =>
  actions.map(entryOf).toSorted((a, b) => a.id.localeCompare(b.id));
