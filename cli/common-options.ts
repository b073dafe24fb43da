import type { Verb, VerbOption } from '../core/verb/entry.ts';

const JSON_OPTION: VerbOption = { kind: 'switch', name: 'json', summary: 'one JSON object on standard output; errors too' };
const ACTING: VerbOption = {
  kind: 'text',
  name: 'as',
  value: 'name',
  max: 64,
  summary: 'act as one of the sample people (sandbox and exercises only)',
};
/** Understood by every verb; `--as` by every one that asks the server. */
export const commonOptions = ({ offline }: Pick<Verb, 'offline'>): readonly VerbOption[] =>
  offline === true ? [JSON_OPTION] : [ACTING, JSON_OPTION];
