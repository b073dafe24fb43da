import type { ActionId } from '../id.ts';
import type { JsonObject } from '../json.ts';
import type { Risk } from './plan.ts';

/** One action as everybody but its own function sees it; actions/catalog.json is the list, generated from the actions. */
export interface CatalogEntry {
  readonly id: ActionId;
  readonly title: string;
  readonly risk: Risk;
  readonly effect: 'observe' | 'containment' | 'change';
  /** JSON Schema (2020-12) of its input. */
  readonly input: JsonObject;
  /** `service:Operation` as AWS names the call, e.g. `s3:HeadObject`. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly probes: readonly string[];
  /** IAM actions of reads and writes, e.g. `s3:GetObject`. */
  readonly iam: readonly string[];
  readonly needs: readonly string[];
  readonly endangers: readonly string[];
  readonly settle: { readonly everySeconds: number; readonly atMostSeconds: number };
  readonly undo: { readonly risk: Risk } | string;
}
export type Catalog = ReadonlyMap<string, CatalogEntry>;

/** What it did stays until people release it: it contains, or taking it back loosens. Everything else is no hold. */
export const staysUntilReleased = (catalog: Catalog, action: string): boolean => {
  const entry = catalog.get(action);
  return entry !== undefined && (entry.effect === 'containment' || (typeof entry.undo !== 'string' && entry.undo.risk === 'L'));
};

export const catalogFrom = (entries: readonly CatalogEntry[]): Catalog => new Map(entries.map((entry) => [entry.id, entry]));
