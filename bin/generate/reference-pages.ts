import { sources } from '../../sources/index.ts';
import { BEHAVIOURS } from '../../tabletop/range/behaviours.ts';
import { SERVICES } from '../../tabletop/range/services.ts';

const HEAD = (from: string): readonly string[] => ['', `Generated from \`${from}\` by \`npm run generate\`; do not edit.`, ''];
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

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

/** docs/reference/range.md: what the pretend AWS can do, and how sure we are that AWS does the same. */
export const rangePage = (): string =>
  [
    '# The range',
    ...HEAD('tabletop/range/'),
    'A pretend AWS organisation that AWS clients believe. An operation that is not listed is refused as unknown, never nodded through.',
    '',
    '## Operations',
    '',
    ...Object.values(SERVICES).map(
      ({ prefix, operations }) =>
        `- **${prefix}**: ${Object.keys(operations)
          .toSorted()
          .map((name) => `\`${name}\``)
          .join(', ')}`,
    ),
    '',
    '## Behaviours',
    '',
    '| behaviour | what it does | how sure | source |',
    '|---|---|---|---|',
    ...BEHAVIOURS.map(({ id, says, mark, source }) => `| \`${id}\` | ${cell(says)} | ${mark} | ${cell(source)} |`),
    '',
  ].join('\n');
