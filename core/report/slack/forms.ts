import type { PlainText } from './blocks.ts';

/** Buttons of an approval card, versioned: a card that was posted long ago keeps working, or says that it is old. */
export const ACTION = { approve: 'v1:approve', approveTyped: 'v1:approve-typed', deny: 'v1:deny' } as const;
/** Buttons of a question, one per answer: Slack wants each name once in a message. */
export const chooseAction = (index: number): string => `v1:choose:${index}`;
export const CHOOSE = /^v1:choose:\d{1,2}$/;
/** What a submitted form is called. */
export const FORM = { approve: 'v1:approve-form', deny: 'v1:deny-form' } as const;
/** Where the answer of a form stands: block and action of its one input. */
export const FIELD = { block: 'answer', action: 'text' } as const;

export interface Form {
  readonly type: 'modal';
  readonly callback_id: string;
  /** What the submitted form brings back: the approval's number and where to answer. It permits nothing. */
  readonly private_metadata: string;
  readonly title: PlainText;
  readonly submit: PlainText;
  readonly close: PlainText;
  readonly blocks: readonly [
    {
      readonly type: 'input';
      readonly block_id: string;
      readonly label: PlainText;
      readonly element: {
        readonly type: 'plain_text_input';
        readonly action_id: string;
        readonly multiline: boolean;
        readonly min_length: number;
        readonly max_length: number;
      };
    },
  ];
}

const words = (text: string): PlainText => ({ type: 'plain_text', text, emoji: false });
const form = (callback: string, about: FormAbout, title: string, submit: string, label: string, long: boolean): Form => ({
  type: 'modal',
  callback_id: callback,
  private_metadata: JSON.stringify(about),
  title: words(title),
  submit: words(submit),
  close: words('Back'),
  blocks: [
    {
      type: 'input',
      block_id: FIELD.block,
      label: words(label),
      element: { type: 'plain_text_input', action_id: FIELD.action, multiline: long, min_length: 1, max_length: long ? 1000 : 256 },
    },
  ],
});

export interface FormAbout {
  readonly approval: number;
  readonly channel: string;
}
export const denyForm = (about: FormAbout): Form =>
  form(FORM.deny, about, `Deny A-${about.approval}`, 'Deny', 'Why not? The next responder will read it.', true);
export const typedForm = (about: FormAbout): Form =>
  form(FORM.approve, about, `Approve A-${about.approval}`, 'Approve', "Type the target's name: this loosens containment.", false);

/** 1 to 999999999, as a button's value. */
export const approvalNumber = (text: unknown): number | undefined =>
  typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;

/** `1:rollback`. It says which answer to which question, and permits nothing. */
export const choiceValue = (number: number, answer: string): string => `${number}:${answer}`;
export const choiceOf = (text: unknown): { readonly number: number; readonly answer: string } | undefined => {
  const [, digits, answer] = (typeof text === 'string' && /^([1-9]\d{0,8}):([a-z][a-z0-9-]{0,63})$/.exec(text)) || [];
  return digits === undefined || answer === undefined ? undefined : { number: Number(digits), answer };
};

/** The form that a click asks for; `undefined`: the click itself is the answer. */
export const formFor = (actionId: unknown, value: unknown, channel: unknown): Form | undefined => {
  const approval = approvalNumber(value);
  if (approval === undefined || typeof channel !== 'string') return undefined;
  if (actionId === ACTION.deny) return denyForm({ approval, channel });
  return actionId === ACTION.approveTyped ? typedForm({ approval, channel }) : undefined;
};

/** What a submitted form was about, as it comes back; anything else is `undefined`. */
export const aboutOf = (metadata: unknown): FormAbout | undefined => {
  if (typeof metadata !== 'string') return undefined;
  try {
    const { approval, channel }: { approval?: unknown; channel?: unknown } = JSON.parse(metadata) ?? {};
    const number = approvalNumber(String(approval));
    return number === undefined || typeof channel !== 'string' ? undefined : { approval: number, channel };
  } catch {
    return undefined;
  }
};
