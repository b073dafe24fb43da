import { CallFailed, type Failure } from '../../core/failure.ts';
import { knownFrom } from '../../core/playbook/known-from.ts';
import { CHILD_BUDGET } from '../../core/playbook/operations.ts';
import { lowerMode, onEvidenceFailureOf, type PlaybookDocument } from '../../core/playbook/document.ts';
import type { Step } from '../../core/playbook/step.ts';
import type { SimpleStep } from '../../core/playbook/steps/simple-step.ts';
import { simpleRules } from '../../core/playbook/steps/simple-step.ts';
import type { Desk } from '../desk.ts';
import { EVERY, type Frame, type Item, type Unfolded } from './items.ts';
import { actionItem, placedItem, simpleItem, type Above } from './item-of.ts';

/** What a document calls, and what its actions cost. */
type UnfoldDesk = Pick<Desk, 'library' | 'catalog'>;
/** Sub-playbooks call sub-playbooks at most this deep; the linter refuses deeper ones too. */
const MAX_DEPTH = 4;

const unrunnable = (why: string): Failure => ({
  kind: 'playbook',
  retryable: false,
  effect: 'no-change',
  what: 'This playbook cannot run',
  why,
  next: 'npx cordon playbook lint',
});

/** Released documents name the exact documents that they call; one that is being worked on calls the newest. */
const calledBy = async (desk: UnfoldDesk, { locks }: PlaybookDocument, id: string) => {
  const lock = locks?.[id];
  const called = lock === undefined ? await desk.library.resolve(id) : await desk.library.byRef({ id, ...lock });
  if (called === undefined)
    throw new CallFailed(unrunnable(`there is no playbook ${id}${lock === undefined ? '' : ` ${lock.version} ${lock.digest}`}`));
  return called;
};

const allOf = (parts: readonly Unfolded[], mode: Unfolded['mode']): Unfolded => ({
  items: parts.flatMap(({ items }) => items),
  mode: parts.map((one) => one.mode).reduce(lowerMode, mode),
});

const calling = async (
  desk: UnfoldDesk,
  document: PlaybookDocument,
  step: Extract<Step, { playbook: string }>,
  above: Above,
): Promise<Unfolded> => {
  const called = await calledBy(desk, document, step.playbook);
  const frame: Frame = { id: step.id, with: step.with ?? {}, ...(step.when !== undefined && { when: step.when }) };
  const below = {
    ...above,
    prefix: `${above.prefix}${step.id}/`,
    frames: [...above.frames, frame],
    goesOn: above.goesOn || step.onFailure === 'continue',
  };
  const inside = await unfoldBelow(desk, called.document, below);
  const { outputs } = called.document;
  if (outputs === undefined) return inside;
  const { when: _when, ...end } = placedItem(step, above);
  return { ...inside, items: [...inside.items, { ...end, kind: 'outputs', outputs, frames: below.frames }] };
};

/** How many items of a foreach fit into one run. The linter bounds one item; at least one there is always. */
const perRun = async (desk: UnfoldDesk, steps: readonly SimpleStep[]): Promise<number> => {
  const documents = (await desk.library.all()).map(({ document }) => document);
  const known = knownFrom({ actions: [...desk.catalog.values()], documents });
  const one = steps.reduce((sum, step) => sum + simpleRules(step).operations(known), 0);
  return Math.max(1, Math.floor(CHILD_BUDGET / Math.max(1, one)));
};

const one = async (desk: UnfoldDesk, document: PlaybookDocument, step: Step, above: Above): Promise<Unfolded> => {
  const { mode } = above;
  const many = async (steps: readonly SimpleStep[], inside: Above) =>
    allOf(await Promise.all(steps.map((inner) => one(desk, document, inner, inside))), mode);
  if ('playbook' in step) return calling(desk, document, step, above);
  if ('uses' in step) return { items: [actionItem(step, above)], mode };
  if ('parallel' in step) {
    const named = Object.entries(step.parallel);
    const branches = await Promise.all(named.map(async ([name, steps]) => ({ name, ...(await many(steps, above)) })));
    const item: Item = { ...placedItem(step, above), kind: 'parallel', branches: branches.map(({ name, items }) => ({ name, items })) };
    return { items: [item], mode: allOf(branches, mode).mode };
  }
  if (!('foreach' in step)) return { items: [simpleItem(step, above)], mode };
  const { in: list, atMost, atOnce = 1, steps } = step.foreach;
  const inside = {
    ...above,
    prefix: `${above.prefix}${step.id}/${EVERY}/`,
    frames: [...above.frames, { id: step.id, with: {}, turn: 0 }],
    // An item that fails stops at its own step; the others are not its business.
    goesOn: false,
  };
  const body = await many(steps, inside);
  const item: Item = {
    ...placedItem(step, above),
    kind: 'foreach',
    in: list,
    atMost,
    atOnce,
    perRun: await perRun(desk, steps),
    items: body.items,
  };
  return { items: [item], mode: body.mode };
};

const unfoldBelow = async (desk: UnfoldDesk, document: PlaybookDocument, above: Above): Promise<Unfolded> => {
  if (above.frames.filter(({ turn }) => turn === undefined).length > MAX_DEPTH)
    throw new CallFailed(unrunnable(`sub-playbooks are nested deeper than ${MAX_DEPTH}`));
  const mode = lowerMode(above.mode, document.mode);
  return allOf(await Promise.all(document.steps.map((step) => one(desk, document, step, { ...above, mode }))), mode);
};

/** A document as a list of things to do. `frames`: what a shared playbook that is run by itself is handed over. */
export const unfold = (desk: UnfoldDesk, document: PlaybookDocument, frames: readonly Frame[] = []): Promise<Unfolded> =>
  unfoldBelow(desk, document, { prefix: '', frames, mode: 'enforce', onEvidenceFailure: onEvidenceFailureOf(document), goesOn: false });
