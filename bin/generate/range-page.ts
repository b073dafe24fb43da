import { inForce, type Behaviour, type Mark } from '../../tabletop/range/behaviour.ts';
import { MEASURED } from '../../tabletop/range/measured.ts';
import { PROTOCOL_BEHAVIOURS } from '../../tabletop/range/protocol/behaviours.ts';
import { SERVICES } from '../../tabletop/range/services.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const MARKS: readonly Mark[] = ['measured', 'documented', 'assumed'];
const counts = (behaviours: readonly Behaviour[]): readonly string[] =>
  MARKS.map((mark) => String(behaviours.filter((behaviour) => behaviour.mark === mark).length));
const table = (behaviours: readonly Behaviour[]): readonly string[] =>
  behaviours.length === 0
    ? []
    : [
        '| behaviour | what it does | how sure | source |',
        '|---|---|---|---|',
        ...behaviours.map(({ id, says, mark, source }) => `| \`${id}\` | ${cell(says)} | ${mark} | ${cell(source)} |`),
        '',
      ];
const known = (behaviours: readonly Behaviour[]): readonly Behaviour[] => behaviours.map((behaviour) => inForce(behaviour, MEASURED));

/** docs/reference/range.md: what the pretend AWS can do, and how sure we are that AWS does the same. */
export const rangePage = (): string => {
  const services = Object.entries(SERVICES).map(([name, { operations, behaviours }]) => ({
    name,
    operations: Object.keys(operations).toSorted(),
    behaviours: known(behaviours),
  }));
  const protocol = known(PROTOCOL_BEHAVIOURS);
  const all = [...protocol, ...services.flatMap(({ behaviours }) => behaviours)];
  const total = services.reduce((sum, { operations }) => sum + operations.length, 0);
  return [
    '# The range: operations and behaviours',
    '',
    'Generated from `tabletop/range/` by `npm run generate`; do not edit.',
    '',
    `A pretend AWS organisation that AWS clients believe ([how to use it](../range.md)): ${total} operations of ${services.length} services. An operation that is not listed is refused as unknown, never nodded through.`,
    '',
    '| service | operations | measured | documented | assumed |',
    '|---|---|---|---|---|',
    `| (the protocols) | | ${counts(protocol).join(' | ')} |`,
    ...services.map(({ name, operations, behaviours }) => `| ${name} | ${operations.length} | ${counts(behaviours).join(' | ')} |`),
    `| all | ${total} | ${counts(all).join(' | ')} |`,
    '',
    '## The protocols',
    '',
    ...table(protocol),
    ...services.flatMap(({ name, operations, behaviours }) => [
      `## ${name}`,
      '',
      operations.map((operation) => `\`${operation}\``).join(', '),
      '',
      ...table(behaviours),
    ]),
  ].join('\n');
};
