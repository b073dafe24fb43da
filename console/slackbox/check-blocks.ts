import * as z from 'zod';
import { Block, View, pressablesOf } from './blocks.ts';

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly messages: readonly string[] };

/** https://docs.slack.dev/reference/block-kit/blocks: messages hold 50, modals 100. */
const MESSAGE_BLOCKS = 50;
const VIEW_BYTES = 250_000;
/** All `markdown` blocks of one message together. */
const MARKDOWN_CHARACTERS = 12_000;

const sentence = (issue: z.core.$ZodIssue, root: string): string =>
  `[ERROR] ${issue.message} [json-pointer:${[root, ...issue.path.map(String)].join('/')}]`;

const twice = (ids: readonly (string | undefined)[]): readonly string[] => {
  const given = ids.filter((id) => id !== undefined);
  return [...new Set(given.filter((id, index) => given.indexOf(id) !== index))];
};

/** Rules about several blocks at once. */
const together = (blocks: readonly Block[], root: string): readonly string[] => [
  ...twice(blocks.map(({ block_id }) => block_id)).map((id) => `[ERROR] block_id ${id} is used twice [json-pointer:${root}]`),
  ...blocks.flatMap((block, index) =>
    twice(pressablesOf(block).map(({ action_id }) => action_id)).map(
      (id) => `[ERROR] action_id ${id} is used twice [json-pointer:${root}/${index}]`,
    ),
  ),
  ...(blocks.reduce((sum, block) => sum + (block.type === 'markdown' ? block.text.length : 0), 0) > MARKDOWN_CHARACTERS
    ? [`[ERROR] more than ${MARKDOWN_CHARACTERS} characters of markdown [json-pointer:${root}]`]
    : []),
];

const Blocks = z.array(Block).max(MESSAGE_BLOCKS);

/** The blocks of a message, or every way in which Slack would refuse them. */
export const checkBlocks = (value: unknown): Checked<readonly Block[]> => {
  const parsed = Blocks.safeParse(value);
  const messages = parsed.success ? together(parsed.data, '/blocks') : parsed.error.issues.map((issue) => sentence(issue, '/blocks'));
  return parsed.success && messages.length === 0 ? { ok: true, value: parsed.data } : { ok: false, messages };
};

export const checkView = (value: unknown): Checked<View> => {
  const parsed = View.safeParse(value);
  if (!parsed.success) return { ok: false, messages: parsed.error.issues.map((issue) => sentence(issue, '/view')) };
  const view = parsed.data;
  const asksWithoutSubmit = view.submit === undefined && view.blocks.some(({ type }) => type === 'input');
  const messages = [
    ...together(view.blocks, '/view/blocks'),
    ...(asksWithoutSubmit ? ['[ERROR] a view with input blocks needs submit [json-pointer:/view/submit]'] : []),
  ];
  return messages.length === 0 ? { ok: true, value: view } : { ok: false, messages };
};

export const tooLargeView = (view: View): boolean => Buffer.byteLength(JSON.stringify(view)) > VIEW_BYTES;

/** Slack names what the app left unnamed; presses and answers refer to these names. */
export const named = (blocks: readonly Block[], newId: () => string): readonly Block[] =>
  blocks.map((block) => {
    const block_id = block.block_id ?? newId();
    const action = <E extends { action_id?: string | undefined }>(element: E): E => ({
      ...element,
      action_id: element.action_id ?? newId(),
    });
    if (block.type === 'actions') return { ...block, block_id, elements: block.elements.map(action) };
    if (block.type === 'section' && block.accessory !== undefined) return { ...block, block_id, accessory: action(block.accessory) };
    if (block.type === 'input') return { ...block, block_id, element: action(block.element) };
    return { ...block, block_id };
  });
