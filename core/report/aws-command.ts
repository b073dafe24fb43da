import { canonical, type Json, type JsonObject } from '../json.ts';

/** Commands of the AWS command line whose name is not the IAM prefix. */
const SERVICES: Readonly<Record<string, string>> = { s3: 's3api' };

/** `ListAttachedRolePolicies` as the AWS command line writes it; the same two steps as botocore's `xform_name`. */
export const dashed = (name: string): string =>
  name
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();

/** For a POSIX shell. A placeholder must not become a redirection, so `<` and `>` are quoted, too. */
const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

const value = (json: Json): string => {
  if (typeof json === 'string') return quoted(json);
  if (Array.isArray(json) && json.every((item) => typeof item === 'string')) return json.map(quoted).join(' ');
  return typeof json === 'object' && json !== null ? quoted(canonical(json)) : String(json);
};

const option = ([name, json]: readonly [string, Json | undefined]): string => {
  if (json === undefined) return '';
  if (typeof json === 'boolean') return ` --${json ? '' : 'no-'}${dashed(name)}`;
  return ` --${dashed(name)} ${value(json)}`;
};

/** One call of an AWS client as a person would type it. */
export const awsCommand = (operation: string, input: JsonObject): string => {
  const [service = '', name = ''] = operation.split(':');
  return `aws ${SERVICES[service] ?? service} ${dashed(name)}${Object.entries(input).map(option).join('')}`;
};
