import { catalogOf } from '../../actions/catalog.ts';
import { actions } from '../../actions/index.ts';
import type { CatalogEntry } from '../../core/action/catalog.ts';
import { requirementFor } from '../../core/approval/table.ts';
import { asWanted } from '../../core/approval/wanted.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Mode } from '../../core/approval/grant.ts';
import { lowerMode, onEvidenceFailureOf, type PlaybookDocument } from '../../core/playbook/document.ts';
import { rehearse } from '../../core/playbook/rehearsal.ts';
import type { Rehearsal } from '../../core/playbook/rehearsal-file.ts';
import { blocksOf, rulesOf, type Step } from '../../core/playbook/step.ts';
import { render } from '../../core/playbook/template.ts';
import { stepsIn } from '../../core/playbook/walk.ts';

const catalog: ReadonlyMap<string, CatalogEntry> = new Map(catalogOf(actions).map((entry) => [entry.id, entry]));
export const entryOf = (id: string): CatalogEntry => {
  const entry = catalog.get(id);
  if (entry === undefined) throw new Error(`there is no action ${id}`);
  return entry;
};

/** A playbook as its page needs it. */
export interface Volume {
  readonly document: PlaybookDocument;
  /** guide.md, whole. */
  readonly guide: string;
  /** fires.yaml; a shared playbook has none. */
  readonly fires: Rehearsal | undefined;
}
export interface Shelf {
  readonly volumes: readonly Volume[];
}
const volumeOf = ({ volumes }: Shelf, id: string): Volume => {
  const volume = volumes.find(({ document }) => document.metadata.id === id);
  if (volume === undefined) throw new Error(`there is no playbook ${id}`);
  return volume;
};

/** What each step is handed over in the sample; a string says why it has none. */
export type Handed = ReadonlyMap<string, JsonObject | string>;

const handedTo = ({ document, fires }: Volume): Handed => {
  if (fires === undefined) return new Map();
  const { steps } = rehearse(document, fires);
  const handed = new Map<string, JsonObject | string>();
  for (const { id, with: given, skipped, asks } of steps) {
    // Of the items of a foreach, the first one for which the step is done.
    const name = id.split('/').at(-1) ?? id;
    if (typeof handed.get(name) !== 'object') handed.set(name, given ?? handed.get(name) ?? skipped ?? asks ?? 'nothing is known');
  }
  return handed;
};
/** A shared playbook has no sample of its own: it is handed over what a playbook that calls it hands over in its sample. */
const handedByCaller = (shelf: Shelf, id: string): JsonObject | string => {
  const found = shelf.volumes.flatMap((volume) => {
    const handed = handedTo(volume);
    return stepsIn(volume.document).flatMap((step) => ('playbook' in step && step.playbook === id ? [handed.get(step.id)] : []));
  });
  return found.find((one) => typeof one === 'object') ?? 'no playbook calls it in its fires.yaml';
};
const handedInside = ({ document }: Volume, inputs: JsonObject | string): Handed =>
  new Map(
    stepsIn(document).map((step) => {
      if (typeof inputs === 'string') return [step.id, inputs];
      const rendered = render(rulesOf(step).template[1], { inputs });
      return [step.id, rendered.ok ? rendered.value : rendered.failure.why];
    }),
  );

/** A step of a page: of the playbook itself, or one level inside a playbook that it calls. */
export interface Line {
  /** `1`, or `1.1` inside. */
  readonly number: string;
  readonly step: Step;
  /** The lowest mode of everything that is called: what counts in a run. */
  readonly mode: Mode;
  /** What a failure does in a run of this playbook; callers may let it go on. */
  readonly fails: 'continue' | 'stop' | 'undo';
  readonly handed: JsonObject | string;
  /** Steps of a playbook that it calls, or of its own blocks. */
  readonly inside: readonly Line[];
  /** The block that it stands in. */
  readonly block?: string;
}
interface Above {
  readonly number: string;
  /** Number of the first step. */
  readonly first: number;
  readonly mode: Mode;
  readonly goesOn: boolean;
  /** The outermost playbook's word counts. */
  readonly contain: boolean;
  /** How many levels are still unfolded. */
  readonly levels: number;
}
const lowestOf = (shelf: Shelf, { metadata, mode }: PlaybookDocument): Mode =>
  volumeOf(shelf, metadata.id)
    .document.steps.flatMap((step) => rulesOf(step).calls.map((id) => lowestOf(shelf, volumeOf(shelf, id).document)))
    .reduce(lowerMode, mode);

const linesOf = (shelf: Shelf, steps: readonly Step[], handed: Handed, above: Above): readonly Line[] =>
  steps.map((step, index): Line => {
    const number = `${above.number}${index + above.first}`;
    const given = handed.get(step.id) ?? 'nothing is known';
    const goesOn = above.goesOn || step.onFailure === 'continue' || (above.contain && 'uses' in step && step.phase === 'investigate');
    const below = { ...above, number: `${number}.`, first: 1 };
    const line = { number, step, mode: above.mode, fails: goesOn ? ('continue' as const) : (step.onFailure ?? 'stop'), handed: given };
    if ('playbook' in step && above.levels > 0) {
      const sub = volumeOf(shelf, step.playbook);
      const inside = linesOf(shelf, sub.document.steps, handedInside(sub, given), { ...below, goesOn, levels: above.levels - 1 });
      return { ...line, inside };
    }
    // Numbers go on from block to block: a number is one step.
    let first = 1;
    const inside = blocksOf(step).flatMap(({ name, steps: inner }) => {
      const lines = linesOf(shelf, inner, handed, { ...below, first });
      first += inner.length;
      return lines.map((one) => ({ ...one, block: name }));
    });
    return { ...line, inside };
  });
export const linesFor = (shelf: Shelf, volume: Volume): readonly Line[] => {
  const { document } = volume;
  const handed = document.triggers === undefined ? handedInside(volume, handedByCaller(shelf, document.metadata.id)) : handedTo(volume);
  const contain = onEvidenceFailureOf(document) === 'contain';
  return linesOf(shelf, document.steps, handed, {
    number: '',
    first: 1,
    mode: lowestOf(shelf, document),
    goesOn: false,
    contain,
    levels: 1,
  });
};
/** Every line, those inside after the one that holds them. */
export const flat = (lines: readonly Line[]): readonly Line[] => lines.flatMap((line) => [line, ...flat(line.inside)]);

export const titleOf = (step: Step): string => {
  if (step.title !== undefined) return step.title;
  if ('uses' in step) return entryOf(step.uses).title;
  if ('playbook' in step) return step.playbook;
  return 'task' in step ? step.task.ask : rulesOf(step).does;
};

const TIERS = ['low', 'medium', 'high'] as const;
/** Who is asked by tier, for an asset that contains on silence and whose callers have a fallback; `seats` are the roles, once each. */
export const askedFor = ({ step, mode }: Pick<Line, 'step' | 'mode'>): { readonly words: string; readonly seats: readonly string[] } => {
  if (!('uses' in step)) return { words: '', seats: [] };
  const { risk } = entryOf(step.uses);
  const answers = TIERS.map((tier) => {
    const byTable = requirementFor({ risk, tier, mode, failMode: 'contain', whenUnavailable: 'fallback', corroborated: true });
    const found = asWanted(byTable, step.approval?.because);
    return { tier, seats: found.kind === 'seats' ? found.seats : [], word: found.kind === 'refused' ? 'refused' : 'nobody' };
  });
  const said = answers.map(({ seats, word }) => (seats.length === 0 ? word : seats.join(' + ')));
  const same = said.every((one) => one === said[0]);
  const byTier = same ? (said[0] ?? '') : answers.map(({ tier }, index) => `${tier}: ${said[index] ?? ''}`).join(' · ');
  const words = step.approval === undefined ? byTier : `${byTier}; always asked: ${step.approval.because}`;
  return { words, seats: [...new Set(answers.flatMap(({ seats }) => seats))] };
};
