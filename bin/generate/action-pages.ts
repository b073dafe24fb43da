import { actions } from '../../actions/index.ts';
import { catalogOf } from '../../actions/catalog.ts';
import type { CatalogEntry } from '../../core/action/catalog.ts';
import { isObject } from '../../core/json.ts';

const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(', '));
const inputs = ({ input }: CatalogEntry): readonly string[] => {
  const properties = isObject(input['properties']) ? Object.entries(input['properties']) : [];
  const required = Array.isArray(input['required']) ? input['required'] : [];
  return properties.map(([name, schema]) => {
    const says = isObject(schema) && typeof schema['description'] === 'string' ? schema['description'] : '';
    return `- \`${name}\`${required.includes(name) ? '' : ' (optional)'}: ${says}`;
  });
};
const section = (entry: CatalogEntry): readonly string[] => [
  `## ${entry.title}`,
  '',
  `\`${entry.id}\` · risk **${entry.risk}** · ${entry.effect}`,
  '',
  ...inputs(entry),
  '',
  `- Reads: ${list(entry.reads)}`,
  `- Writes: ${list(entry.writes)}`,
  `- Proves itself with: ${list(entry.probes)}, at most ${entry.settle.atMostSeconds} s, one look every ${entry.settle.everySeconds} s`,
  `- IAM of its role: ${list(entry.iam)}`,
  `- Endangers: ${list(entry.endangers)}`,
  `- Way back: ${typeof entry.undo === 'string' ? entry.undo : `yes, risk ${entry.undo.risk}`}`,
  '',
];

/** actions/catalog.json: what everybody but an action's own function knows of it. */
export const catalogFile = (): string => `${JSON.stringify(catalogOf(actions), null, 2)}\n`;

/** docs/reference/actions.md. */
export const actionsPage = (): string =>
  [
    '# Actions',
    '',
    'Generated from `actions/` by `npm run generate`; do not edit. Who must say yes: [approvals](approvals.md).',
    '',
    ...catalogOf(actions).flatMap(section),
  ].join('\n');
