import type { PlannedWrite } from '../../core/action/plan.ts';
import { isObject, type Json } from '../../core/json.ts';
import { awsCommand, dashed, mapTexts } from './playbook-page-cli.ts';
import { INCIDENT, type Looked } from './playbook-page-sample.ts';

export interface Placeholder {
  readonly name: string;
  readonly value: string;
  /** Where a person gets it. */
  readonly from: string;
  /** The input that it is. */
  readonly input?: string;
  /** Also inside longer texts, such as a name inside a prefix. */
  readonly inside: boolean;
}

/** Shorter texts, such as `on`, stand inside others by chance. */
const MIN_INSIDE = 6;
const texts = (json: Json | undefined, path: readonly string[] = []): readonly (readonly [path: string, text: string])[] => {
  if (typeof json === 'string') return [[path.join('.'), json]];
  if (Array.isArray(json)) return json.flatMap((item: Json) => texts(item, path));
  return isObject(json) ? Object.entries(json).flatMap(([key, item]) => texts(item, [...path, key])) : [];
};

const ARN = /^arn:[^:]+:[^:]+:[^:]*:(\d*):([a-z-]+)(\/.+)$/;
const fromInput = ([path, text]: readonly [string, string]): readonly Placeholder[] => {
  const [, , kind = '', rest] = ARN.exec(text) ?? [];
  const from = `input \`${path}\``;
  const name = dashed(path);
  if (rest === undefined) return [{ name, value: text, from, input: path, inside: text.length >= MIN_INSIDE }];
  // The ARN of a parameter swallows the slash that its name begins with.
  const value = kind === 'parameter' ? rest : rest.slice(1);
  return [
    { name: `${name}-arn`, value: text, from, input: path, inside: true },
    { name: `${name}-name`, value, from: `the end of ${from}`, input: path, inside: value.length >= MIN_INSIDE },
  ];
};

/** The sample's own words, and what stands for them on a page: inputs, then what the look found, then account, region and incident. */
export const placeholdersOf = ({ plan }: Looked): readonly Placeholder[] => {
  const found = texts(plan.before)
    // An instant is no name: when is for whoever types it.
    .filter(([, value]) => !/^\d{4}-\d\d-\d\dT/.test(value))
    .map(([path, value]): Placeholder => ({ name: `before.${path}`, value, from: 'found by the look', inside: false }));
  const always: readonly Placeholder[] = [
    { name: 'incident', value: INCIDENT, from: 'the incident, or a word of yours', inside: true },
    { name: 'account', value: plan.target.account, from: 'account of the target', inside: true },
    { name: 'region', value: plan.target.region, from: 'region of the target', inside: true },
  ];
  const all = [...texts(plan.input).flatMap(fromInput), ...found, ...always];
  const first = all.filter(({ value }, index) => value !== '' && all.findIndex((other) => other.value === value) === index);
  return first.toSorted((a, b) => b.value.length - a.value.length);
};

const replace =
  (placeholders: readonly Placeholder[]) =>
  (text: string): string => {
    const whole = placeholders.find(({ value }) => value === text);
    if (whole !== undefined) return `<${whole.name}>`;
    return placeholders.filter(({ inside }) => inside).reduce((changed, { name, value }) => changed.replaceAll(value, `<${name}>`), text);
  };

/** Nothing of the sample is left: a word of the API, an ARN of what Cordon's own deployment makes, or a text with a placeholder for the thing itself. */
const isSaid = (text: string): boolean =>
  /^[A-Z][A-Z_]+$/.test(text) || (text.startsWith('arn:') ? /^<|[:/]cordon-[a-z-]+$/.test(text) : text.includes('<'));
/** What a read asks for and neither input nor look names, such as a bucket: the answer of a read before it says it. */
const asked = (json: Json, name: string): Json => {
  if (typeof json === 'string') return isSaid(json) ? json : `<${name}>`;
  if (Array.isArray(json)) return json.map((item: Json) => within(item));
  return json;
};
const within = (json: Json): Json => {
  if (typeof json === 'string') return /^sha256:[0-9a-f]{64}$/.test(json) ? '<digest>' : json;
  if (Array.isArray(json)) return json.map((item: Json) => within(item));
  if (!isObject(json)) return json;
  const { Name: dimension, Value: value } = json;
  const isPair = typeof dimension === 'string' && typeof value === 'string';
  const entries = Object.entries(json).map(([key, item]): readonly [string, Json | undefined] => [
    key,
    isPair && key === 'Value' ? asked(item ?? null, dashed(dimension)) : item === undefined ? item : within(item),
  ]);
  return Object.fromEntries(entries);
};

const filled = ({ operation, input }: PlannedWrite, placeholders: readonly Placeholder[]): PlannedWrite => {
  const changed = mapTexts(input, replace(placeholders));
  return { operation, input: isObject(changed) ? changed : {} };
};
export const writeCommand = (write: PlannedWrite, placeholders: readonly Placeholder[]): string => {
  const { operation, input } = filled(write, placeholders);
  return awsCommand(operation, input);
};
export const readCommand = (read: PlannedWrite, placeholders: readonly Placeholder[]): string => {
  // That a config or a bucket of the sample is called after the endpoint means nothing: only `account` and `region` are parts of longer texts.
  const whole = placeholders.map((one) => (one.input === undefined ? one : { ...one, inside: false }));
  const { operation, input } = filled(read, whole);
  const entries = Object.entries(input).map(([key, item]): readonly [string, Json | undefined] => [
    key,
    item === undefined ? item : asked(item, dashed(key)),
  ]);
  return awsCommand(operation, Object.fromEntries(entries));
};
