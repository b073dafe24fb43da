/** Slack's limits as the reference states them; written apart from the code that keeps them. https://docs.slack.dev/reference/block-kit/blocks */
interface Loose {
  readonly [key: string]: unknown;
}
const textOf = (value: unknown): string => {
  const text = (value as Loose | undefined)?.['text'];
  return typeof text === 'string' ? text : '';
};
const between = (what: string, text: string, most: number): readonly string[] =>
  text.length >= 1 && text.length <= most ? [] : [`${what} has ${text.length} characters, 1 to ${most} are allowed`];

const CHECKS: Readonly<Record<string, (block: Loose) => readonly string[]>> = {
  header: ({ text }) => between('header', textOf(text), 150),
  section: ({ text, fields }) => {
    if (text === undefined && fields === undefined) return ['section has neither text nor fields'];
    const all = (fields ?? []) as readonly unknown[];
    return [
      ...(text === undefined ? [] : between('section', textOf(text), 3000)),
      ...(fields !== undefined && (all.length < 1 || all.length > 10) ? [`section has ${all.length} fields`] : []),
      ...all.flatMap((field) => between('field', textOf(field), 2000)),
    ];
  },
  context: ({ elements }) => {
    const all = elements as readonly unknown[];
    return [
      ...(all.length < 1 || all.length > 10 ? [`context has ${all.length} elements`] : []),
      ...all.flatMap((element) => between('context', textOf(element), 3000)),
    ];
  },
  actions: ({ elements }) => {
    const all = elements as readonly Loose[];
    const ids = all.map(({ action_id: id }) => String(id));
    return [
      ...(all.length < 1 || all.length > 25 ? [`actions has ${all.length} elements`] : []),
      ...(new Set(ids).size === ids.length ? [] : ['two elements have one action_id']),
      ...all.flatMap(({ text, value, action_id: id, confirm }) => [
        ...between('button', textOf(text), 75),
        ...between('value', typeof value === 'string' ? value : ' ', 2000),
        ...between('action_id', String(id), 255),
        ...(confirm === undefined
          ? []
          : [
              ...between('confirm title', textOf((confirm as Loose)['title']), 100),
              ...between('confirm text', textOf((confirm as Loose)['text']), 300),
              ...between('confirm button', textOf((confirm as Loose)['confirm']), 30),
            ]),
      ]),
    ];
  },
  divider: () => [],
};

/** What Slack would refuse; none for a good message. */
export const objections = ({ text, blocks }: { readonly text: string; readonly blocks: readonly object[] }): readonly string[] => [
  ...between('text', text, 4000),
  ...(blocks.length > 50 ? [`${blocks.length} blocks`] : []),
  ...(blocks as readonly Loose[]).flatMap((block) => CHECKS[String(block['type'])]?.(block) ?? [`unknown block ${String(block['type'])}`]),
];

export const formObjections = (form: Loose): readonly string[] => [
  ...between('title', textOf(form['title']), 24),
  ...between('submit', textOf(form['submit']), 24),
  ...between('close', textOf(form['close']), 24),
  ...between('callback_id', String(form['callback_id']), 255),
  ...between('private_metadata', String(form['private_metadata']), 3000),
  ...(form['blocks'] as readonly Loose[]).flatMap(({ label }) => between('label', textOf(label), 2000)),
];
