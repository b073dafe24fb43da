import type { PlannedWrite } from '../../core/action/plan.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { rulesOf, type Step } from '../../core/playbook/step.ts';
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

/** What a person does instead of a step that calls no action. */
const without = (step: Step): string => {
  if ('task' in step)
    return `Ask ${step.task.ask === 'owner' ? 'the owner' : step.task.ask}, due ${step.task.due}: ${step.task.instruct.trim()}`;
  if ('playbook' in step) return `That is [${step.playbook}](${step.playbook}.md):`;
  if ('wait' in step) return `Wait ${step.wait.for}: ${step.wait.because.trim()}`;
  if ('decide' in step) {
    const { ask, prompt, options, timeout, otherwise } = step.decide;
    const ways = options.map(({ answer, means }) => `- \`${answer}\`: ${means}`).join('\n');
    return `Ask ${ask === 'owner' ? 'the owner' : `the ${ask}`}: ${prompt.trim()}\n\n${ways}\n\nWithout an answer in ${timeout}: \`${otherwise}\`.`;
  }
  if ('abort' in step) return `Stop here: ${step.abort.because.trim()} Undo nothing, and list what remains to be done.`;
  if ('foreach' in step)
    return `For each item of \`${step.foreach.in}\`, at most ${step.foreach.atMost}; the commands are those of one item of the sample:`;
  return `${rulesOf(step).does}:`;
};

type Look = (id: string, input: JsonObject) => Promise<Looked>;
/** One after the other: the range remembers the calls of one look at a time. */
export const allByHand = async (lines: readonly Line[], look: Look): Promise<readonly string[]> => {
  const parts: (readonly string[])[] = [];
  for (const line of lines) parts.push(await byHand(line, look));
  return parts.flat();
};

/** One step by hand: what its action really asked and planned in the range, with the sample's words replaced. */
const byHand = async (line: Line, look: Look): Promise<readonly string[]> => {
  const { step, number, handed, block } = line;
  const only = step.when === undefined ? [] : [`Only if \`${step.when}\`.`, ''];
  const head = [`### ${number} ${step.id}: ${titleOf(step)}`, '', ...(block === undefined ? [] : [`Part of \`${block}\`.`, '']), ...only];
  if (!('uses' in step)) return [...head, without(step), '', ...(await allByHand(line.inside, look))];
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
