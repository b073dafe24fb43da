import type { CatalogEntry } from '../action/catalog.ts';
import type { Mode } from '../approval/grant.ts';
import type { JsonObject } from '../json.ts';
import type { Fields } from './scope.ts';

/** What a playbook needs to know of an action; every catalog entry is one. */
export type KnownAction = Pick<CatalogEntry, 'id' | 'title' | 'risk' | 'effect' | 'input' | 'endangers' | 'settle' | 'undo'>;

/** One evidence item of one thing. `subject` is the canonical text of the input that names the thing. */
export interface Covered {
  readonly item: string;
  readonly subject: string;
  /** JSON Schema pattern of that input: only evidence about the same type of resource can cover a step. */
  readonly pattern: string;
}

/** What a playbook needs to know of another one that it calls. */
export interface KnownPlaybook {
  readonly id: string;
  /** It has inputs and no triggers. */
  readonly shared: boolean;
  readonly mode: Mode;
  /** JSON Schema of its inputs. */
  readonly inputs: JsonObject;
  /** What it hands back, by name, with CEL types; absent: the outputs of its steps, by step id. */
  readonly outputs?: Fields;
  readonly operations: number;
  /** There is a foreach in it, or in something that it calls. */
  readonly loops: boolean;
  /** How many playbooks deep it calls others; 0: none. */
  readonly depth: number;
  /** Everything that it calls, directly or through others. */
  readonly calls: readonly string[];
  /** Subjects are in its own words, e.g. `inputs.target`. */
  readonly covers: readonly Covered[];
}

/** The world that a document is checked against. */
export interface Known {
  readonly action: (id: string) => KnownAction | undefined;
  readonly actions: readonly string[];
  /** `cycle`: it calls itself in the end, or the one that is being looked at. */
  readonly playbook: (id: string) => KnownPlaybook | 'cycle' | undefined;
  readonly playbooks: readonly string[];
  /** Technique ids that exist; absent: not checked. */
  readonly references?: { readonly atlas: readonly string[]; readonly owaspLlm: readonly string[] };
}
