import type { PlannedWrite } from '../../core/action/plan.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { placeholdersOf, readCommand, writeCommand, type Placeholder } from './playbook-page-placeholders.ts';
import type { Looked } from './playbook-page-sample.ts';
import { entryOf, titleOf, type Line } from './playbook-page-steps.ts';

const shell = (commands: readonly string[]): readonly string[] => ['```sh', ...commands, '```'];
const unique = (commands: readonly string[]): readonly string[] => [...new Set(commands)];

const meaning = ({ name, from, value, input }: Placeholder, properties: JsonObject): string => {
  const described = input === undefined ? undefined : properties[input];
  const says =
    isObject(described) && !name.endsWith('-name') && typeof described['description'] === 'string' ? `: ${described['description']}` : '';
  return `- \`<${name}>\`: ${from}${says}. In the sample \`${value}\``;
};

const back = ({ back: way }: Looked, placeholders: readonly Placeholder[]): readonly string[] => {
  if (typeof way === 'string') return [`No way back, and none is needed: ${way}`];
  const commands = (writes: readonly PlannedWrite[]) => writes.map((write) => writeCommand(write, placeholders));
  return ['Take it back:', '', ...shell(commands(way))];
};

/** One step by hand: what its action really asked and planned in the range, with the sample's words replaced. */
export const byHand = async (line: Line, look: (id: string, input: JsonObject) => Promise<Looked>): Promise<readonly string[]> => {
  const { step, number, handed } = line;
  const head = [`### ${number} ${step.id}: ${titleOf(step)}`, '', ...(step.when === undefined ? [] : [`Only if \`${step.when}\`.`, ''])];
  if ('task' in step)
    return [
      ...head,
      `Ask ${step.task.ask === 'owner' ? 'the owner' : step.task.ask}, due ${step.task.due}: ${step.task.instruct.trim()}`,
      '',
    ];
  if ('playbook' in step) {
    const inside = await Promise.all(line.inside.map((one) => byHand(one, look)));
    return [...head, `That is [${step.playbook}](${step.playbook}.md):`, '', ...inside.flat()];
  }
  if (typeof handed === 'string') return [...head, `No command can be shown: in the sample it is passed over, because ${handed}.`, ''];
  const looked = await look(step.uses, handed);
  const placeholders = placeholdersOf(looked);
  const reads = unique(looked.reads.map((read) => readCommand(read, placeholders)));
  const writes = looked.plan.writes.map((write) => writeCommand(write, placeholders));
  const way = back(looked, placeholders);
  const used = placeholders.filter(({ name }) => [...reads, ...writes, ...way].some((text) => text.includes(`<${name}>`)));
  const { input, probes } = entryOf(step.uses);
  const properties = isObject(input['properties']) ? input['properties'] : {};
  return [
    ...head,
    'Look first, and keep the answers:',
    '',
    ...shell(reads),
    '',
    ...(writes.length === 0 ? [] : ['Do it:', '', ...shell(writes), '']),
    ...(probes.length === 0
      ? []
      : [`Cordon then proves it with ${probes.map((probe) => `\`${probe}\``).join(', ')}, as a role that must be refused.`, '']),
    ...way,
    '',
    ...used.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((one) => meaning(one, properties)),
    '',
  ];
};
