import { safe } from '../safe.ts';

/** The few kinds of block that Cordon sends. Reference: https://docs.slack.dev/reference/block-kit/blocks */
export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  /** `:name:` stays as it is written. */
  readonly emoji: false;
}
/** For our own words only: Slack obeys what stands in it. */
export interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  readonly verbatim: true;
}
export interface Button {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: PlainText;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: { readonly title: PlainText; readonly text: PlainText; readonly confirm: PlainText; readonly deny: PlainText };
}
export type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: PlainText }
  | { readonly type: 'section'; readonly fields: readonly PlainText[] }
  | { readonly type: 'context'; readonly elements: readonly (PlainText | Mrkdwn)[] }
  | { readonly type: 'actions'; readonly elements: readonly Button[] }
  | { readonly type: 'divider' };

/** A message as the Web API takes it: `text` is for notifications and screen readers, and for clients that show no blocks. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Most characters that Slack takes; more is `invalid_blocks` and the whole message is lost. */
export const LIMIT = {
  blocks: 50,
  header: 150,
  section: 3000,
  field: 2000,
  fields: 10,
  context: 2000,
  button: 75,
  title: 24,
  message: 3500,
} as const;

/** Cut at a whole character, and marked as cut. Slack counts like JavaScript does, in UTF-16 units, or fewer. */
export const clip = (text: string, most: number): string => {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
};

/** Untrusted text on several lines, with nothing in it that is not visible. Slack refuses empty text. */
const visible = (lines: readonly string[]): string => {
  const text = lines.map(safe).join('\n').trim();
  return text === '' ? '-' : text;
};
/** Text that Slack shows as it is: no mention, link, emoji or formatting in it works. */
export const plain = (lines: string | readonly string[], most: number): PlainText => ({
  type: 'plain_text',
  text: clip(visible(typeof lines === 'string' ? [lines] : lines), most),
  emoji: false,
});

export const header = (text: string): Block => ({ type: 'header', text: plain(text, LIMIT.header) });
/** No lines: no block. */
export const section = (lines: readonly string[]): readonly Block[] =>
  lines.length === 0 ? [] : [{ type: 'section', text: plain(lines, LIMIT.section) }];
export const context = (...elements: readonly (PlainText | Mrkdwn)[]): Block => ({ type: 'context', elements });
/** A label and the lines below it, two beside each other where there is room. */
export const fields = (rows: readonly (readonly [label: string, ...lines: string[]])[]): Block => ({
  type: 'section',
  fields: rows.slice(0, LIMIT.fields).map((lines) => plain(lines, LIMIT.field)),
});
