import * as z from 'zod';

// Block Kit as an internal app uses it, with Slack's limits. What is not here is refused, with a word that the emulator does not know it:
// a card that the emulator lets through must not fail in Slack. https://docs.slack.dev/reference/block-kit/blocks

const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: z.boolean().optional() });
const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max), verbatim: z.boolean().optional() });
const text = (max: number) => z.discriminatedUnion('type', [plain(max), mrkdwn(max)]);
const Id = z.string().min(1).max(255);

const Confirm = z.strictObject({
  title: plain(100),
  text: text(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(['primary', 'danger']).optional(),
});
export type Confirm = z.output<typeof Confirm>;
const Option = z.strictObject({ text: text(75), value: z.string().min(1).max(150), description: plain(75).optional() });

const Button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  action_id: Id.optional(),
  value: z.string().max(2000).optional(),
  url: z.string().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: Confirm.optional(),
  accessibility_label: z.string().max(75).optional(),
});
const StaticSelect = z.strictObject({
  type: z.literal('static_select'),
  action_id: Id.optional(),
  placeholder: plain(150).optional(),
  options: z.array(Option).min(1).max(100),
  initial_option: Option.optional(),
  confirm: Confirm.optional(),
  focus_on_load: z.boolean().optional(),
});
const Overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: Id.optional(),
  options: z.array(Option).min(1).max(5),
  confirm: Confirm.optional(),
});
const PlainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: Id.optional(),
  placeholder: plain(150).optional(),
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.number().int().min(0).max(3000).optional(),
  max_length: z.number().int().min(1).max(3000).optional(),
  focus_on_load: z.boolean().optional(),
});
const RadioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  action_id: Id.optional(),
  options: z.array(Option).min(1).max(10),
  initial_option: Option.optional(),
});
const Checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  action_id: Id.optional(),
  options: z.array(Option).min(1).max(10),
  initial_options: z.array(Option).max(10).optional(),
});
const Pressable = z.discriminatedUnion('type', [Button, StaticSelect, Overflow]);
export type Pressable = z.output<typeof Pressable>;
const Fillable = z.discriminatedUnion('type', [PlainTextInput, StaticSelect, RadioButtons, Checkboxes]);
export type Fillable = z.output<typeof Fillable>;

const imageOf = { image_url: z.string().min(1).max(3000), alt_text: z.string().min(1).max(2000) };
const block = { block_id: Id.optional() };
const Section = z
  .strictObject({
    type: z.literal('section'),
    ...block,
    text: text(3000).optional(),
    fields: z.array(text(2000)).min(1).max(10).optional(),
    accessory: Pressable.optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'needs text or fields');
const Header = z.strictObject({ type: z.literal('header'), ...block, text: plain(150) });
const Divider = z.strictObject({ type: z.literal('divider'), ...block });
const Context = z.strictObject({
  type: z.literal('context'),
  ...block,
  elements: z
    .array(z.discriminatedUnion('type', [plain(3000), mrkdwn(3000), z.strictObject({ type: z.literal('image'), ...imageOf })]))
    .min(1)
    .max(10),
});
const Actions = z.strictObject({ type: z.literal('actions'), ...block, elements: z.array(Pressable).min(1).max(25) });
const Image = z.strictObject({ type: z.literal('image'), ...block, ...imageOf, title: plain(2000).optional() });
const Markdown = z.strictObject({ type: z.literal('markdown'), ...block, text: z.string().min(1).max(12_000) });
const Input = z.strictObject({
  type: z.literal('input'),
  ...block,
  label: plain(2000),
  hint: plain(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: Fillable,
});
export const Block = z.discriminatedUnion('type', [Section, Header, Divider, Context, Actions, Image, Markdown, Input]);
export type Block = z.output<typeof Block>;

/** At most 250 kB as JSON; `home` is for views.publish. https://docs.slack.dev/reference/views/modal-views */
export const View = z.strictObject({
  type: z.literal('modal'),
  title: plain(24),
  blocks: z.array(Block).max(100),
  submit: plain(24).optional(),
  close: plain(24).optional(),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
});
export type View = z.output<typeof View>;

/** The elements of a block that somebody can press. */
export const pressablesOf = (block: Block): readonly Pressable[] =>
  block.type === 'actions' ? block.elements : block.type === 'section' && block.accessory !== undefined ? [block.accessory] : [];
