import { EVERY_ID, EVERY_TEXT, EVIDENCE_ID, EVIDENCE_TEXT } from '../core/playbook/every-construct.ts';

/** What happens in a life, and who looks on. */
export interface Night {
  readonly sample: string;
  /** Playbooks besides the shipped ones, by id. */
  readonly playbooks: Readonly<Record<string, string>>;
  /** Who says yes to what, by risk; none: nobody answers anything. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
  /** Who must not get through once contained, until a release is granted. */
  readonly watched: { readonly role: string; readonly endpoint: string };
  /** What is released when nothing waits any more. */
  readonly release: string;
  /** A policy takes effect within minutes; people do not release what does not hold yet. */
  readonly beforeReleaseSeconds: number;
  /** Branches and parts go on beside each other: which of them is first may depend on when a process died. */
  readonly inOrder: boolean;
}
/** The table asks for exactly these seats. */
const FRAUD_ANSWERS = { 'A2-contain': ['you'], 'A2-change': ['you', 'bo'], A1: ['you'], L: ['cy', 'bo'] };
const fraud: Night = {
  sample: 'poisoned-training',
  playbooks: {},
  answers: FRAUD_ANSWERS,
  watched: { role: 'checkout-api', endpoint: 'fraud-scorer' },
  release: 'fraud-scorer',
  beforeReleaseSeconds: 0,
  inOrder: true,
};

export const NIGHTS = {
  answer: fraud,
  sleep: { ...fraud, answers: {} },
  /** The playbook is the one that uses every construct of the language. */
  every: { ...fraud, playbooks: { [EVERY_ID]: EVERY_TEXT, [EVIDENCE_ID]: EVIDENCE_TEXT }, inOrder: false },
  /** The other playbook that is shipped. */
  assistant: {
    ...fraud,
    sample: 'prompt-injection',
    answers: { ...FRAUD_ANSWERS, L: ['ann', 'cy'] },
    watched: { role: 'partner-bot', endpoint: 'assistant' },
    release: 'partner-bot',
    beforeReleaseSeconds: 120,
  },
} as const satisfies Readonly<Record<string, Night>>;
export type NightName = keyof typeof NIGHTS;
export const nightNamed = (word: string): NightName => (word === 'sleep' || word === 'every' || word === 'assistant' ? word : 'answer');
