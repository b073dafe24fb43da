import { manifestOf } from '../../core/evidence/statement.ts';
import type { EvidenceStore } from '../../core/evidence/store.ts';
import type { Found } from '../../engine/commands/answer.ts';

/** Names of what was sealed, as the sealed manifests themselves say; each is read once. */
export const sealedItems = (evidence: EvidenceStore): ((found: readonly Found[]) => Promise<readonly string[]>) => {
  const known = new Map<string, readonly string[]>();
  return async (found) => {
    const bundles = found.flatMap(({ state }) => state.evidence.map(({ bundle }) => bundle));
    for (const bundle of bundles) {
      if (known.has(bundle)) continue;
      const envelope = await evidence.envelope(bundle);
      known.set(bundle, (envelope && manifestOf(envelope)?.items.map(({ name }) => name)) ?? []);
    }
    return bundles.flatMap((bundle) => known.get(bundle) ?? []);
  };
};
