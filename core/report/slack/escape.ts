import { safe } from '../safe.ts';

/** The three characters that Slack's markup begins with: without them there is no mention, no link and no command in a text. */
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Untrusted text where Slack expects markup. https://docs.slack.dev/messaging/formatting-message-text#escaping */
export const escaped = (text: string): string => safe(text).replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);

/** The same inside a code block, which three backquotes would end. */
export const inCode = (text: string): string => escaped(text).replaceAll('```', "'''");

/** What Slack did to the text of a slash command on its way here. */
export const unescaped = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
