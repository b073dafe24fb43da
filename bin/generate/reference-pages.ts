import { sources } from '../../sources/index.ts';

const HEAD = (from: string): readonly string[] => ['', `Generated from \`${from}\` by \`npm run generate\`; do not edit.`, ''];

/** docs/reference/sources.md. */
export const sourcesPage = (): string =>
  [
    '# Event sources',
    ...HEAD('sources/'),
    ...sources.flatMap(({ id, doc, correlationWindow, pattern }) => [
      `## ${id}`,
      '',
      `${doc.sentence} [Where it is documented](${doc.url}).`,
      '',
      `The same problem joins its incident for ${correlationWindow}.`,
      '',
      '```json',
      JSON.stringify(pattern, null, 2),
      '```',
      '',
    ]),
  ].join('\n');
