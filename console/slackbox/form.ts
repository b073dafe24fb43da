import * as z from 'zod';
import type { Block, Fillable, View } from './blocks.ts';

/** What a person filled in: by block id, then by action id; several values for checkboxes. */
export const Filled = z.record(
  z.string().max(255),
  z.record(z.string().max(255), z.union([z.string().max(3000), z.array(z.string()).max(10)])),
);
export type Filled = z.output<typeof Filled>;

type Input = Extract<Block, { type: 'input' }>;
type Said = string | readonly string[] | undefined;
const NEEDED = 'Please fill this in.';

const inputsOf = ({ blocks }: View): readonly Input[] => blocks.flatMap((block) => (block.type === 'input' ? [block] : []));
const saidOf = ({ block_id, element }: Input, filled: Filled): Said => filled[block_id ?? '']?.[element.action_id ?? ''];

const textObjection = (element: Extract<Fillable, { type: 'plain_text_input' }>, text: string): string | undefined => {
  if (text.length < (element.min_length ?? 0)) return `At least ${element.min_length} characters.`;
  if (text.length > (element.max_length ?? 3000)) return `At most ${element.max_length ?? 3000} characters.`;
  return undefined;
};

const objectionTo = (input: Input, said: Said): string | undefined => {
  const { element } = input;
  if (said === undefined || said.length === 0) return input.optional === true ? undefined : NEEDED;
  if (element.type === 'plain_text_input') return typeof said === 'string' ? textObjection(element, said) : NEEDED;
  const values = typeof said === 'string' ? [said] : said;
  const known = values.every((value) => element.options.some((option) => option.value === value));
  return known && (element.type === 'checkboxes' || values.length === 1) ? undefined : 'Choose one of the options.';
};

/** What Slack says under the fields before it sends anything to the app. */
export const objections = (view: View, filled: Filled): Readonly<Record<string, string>> =>
  Object.fromEntries(
    inputsOf(view).flatMap((input) => {
      const objection = objectionTo(input, saidOf(input, filled));
      return objection === undefined ? [] : [[input.block_id ?? '', objection]];
    }),
  );

const valueOf = (element: Fillable, said: Said): object => {
  if (element.type === 'plain_text_input') return { type: element.type, value: typeof said === 'string' && said !== '' ? said : null };
  const values = said === undefined ? [] : typeof said === 'string' ? [said] : said;
  const options = element.options.filter(({ value }) => values.includes(value));
  return element.type === 'checkboxes'
    ? { type: element.type, selected_options: options }
    : { type: element.type, selected_option: options[0] ?? null };
};

/** `view.state.values`, as the app reads it. */
export const stateValues = (view: View, filled: Filled): object =>
  Object.fromEntries(
    inputsOf(view).map((input) => [
      input.block_id ?? '',
      { [input.element.action_id ?? '']: valueOf(input.element, saidOf(input, filled)) },
    ]),
  );
