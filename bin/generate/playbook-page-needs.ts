import { AssetEntry } from '../../core/asset/asset.ts';
import type { Json } from '../../core/json.ts';
import { compile } from '../../core/playbook/expression.ts';
import { rulesOf } from '../../core/playbook/step.ts';
import { expressionsIn } from '../../core/playbook/template.ts';
import { pathOf } from '../../core/playbook/vocabulary.ts';
import { stepsIn } from '../../core/playbook/walk.ts';
import { askedFor, entryOf, flat, type Line, type Volume } from './playbook-page-steps.ts';

const expressionsOf = ({ document }: Volume): readonly string[] => {
  const inSteps = stepsIn(document).flatMap((step): readonly string[] => {
    const template: Json = rulesOf(step).template[1];
    return [...(step.when === undefined ? [] : [step.when]), ...expressionsIn(template).map(({ text }) => text)];
  });
  return [...(document.triggers === undefined ? [] : [document.triggers.where]), ...inSteps];
};
/** Paths such as `asset.switches` that a playbook reads, the longest of each. */
const pathsOf = (volume: Volume, root: 'asset' | 'finding'): readonly string[] => {
  const paths = expressionsOf(volume).flatMap((text) => {
    const made = compile(text);
    return made.ok ? made.value.nodes.map((node) => pathOf(node) ?? []) : [];
  });
  const found = [...new Set(paths.filter(([first, second]) => first === root && second !== undefined).map((path) => path.join('.')))];
  return found.filter((path) => !found.some((other) => other.startsWith(`${path}.`))).toSorted();
};

const list = (words: readonly string[]): string => (words.length === 0 ? 'none' : words.map((word) => `\`${word}\``).join(', '));
const fields: Readonly<Record<string, { readonly description?: string | undefined } | undefined>> = AssetEntry.shape;

/** What must be there before the night: rights, fields of assets.yaml, people. */
export const needs = (volume: Volume, lines: readonly Line[]): readonly string[] => {
  const all = flat(lines);
  const used = [...new Set(all.flatMap(({ step }) => ('uses' in step ? [step.uses] : [])))].map(entryOf);
  const assetFields = [...new Set(pathsOf(volume, 'asset').map((path) => path.split('.')[1] ?? ''))];
  const seats = new Set([
    ...all.flatMap((line) => askedFor(line).seats),
    ...all.flatMap(({ step }) => ('task' in step ? [step.task.ask] : 'decide' in step ? [step.decide.ask] : [])),
  ]);
  const adopts = used.some(({ needs: services }) => services.includes('assets'));
  return [
    'AWS permissions, one role per action:',
    '',
    ...used.map(({ id, iam }) => `- \`${id}\`: ${list(iam)}`),
    '',
    'In `assets.yaml`:',
    '',
    ...(adopts ? ['- an entry for the target: only what is adopted may be changed'] : []),
    ...(assetFields.length === 0 ? [] : assetFields.map((name) => `- \`${name}\`: ${fields[name]?.description ?? ''}`)),
    ...(seats.size > 0
      ? ['- `tier`, `owner`, `failMode` and `whenUnavailable` of the target: they decide who is asked, and what silence does']
      : []),
    ...(adopts || assetFields.length > 0 ? [] : ['- nothing']),
    '',
    seats.size === 0
      ? 'People: nobody is asked.'
      : `People with these roles: ${list([...seats].toSorted())}. Who is asked, by tier, is in the table; [when that changes](../approvals.md).`,
    '',
    `Read from the finding: ${list(pathsOf(volume, 'finding'))}.`,
    '',
  ];
};
