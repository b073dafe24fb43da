import { AwsFault } from '../protocol/errors.ts';
import { newest, type Parameter } from './state.ts';

interface Filter {
  readonly Key: string;
  readonly Option?: string;
  readonly Values?: readonly string[];
}
type Test = (actual: string, wanted: string) => boolean;
const OPTIONS: Readonly<Record<string, Test>> = {
  Equals: (actual, wanted) => actual === wanted,
  BeginsWith: (actual, wanted) => actual.startsWith(wanted),
  Contains: (actual, wanted) => actual.includes(wanted),
};
const textsOf = (parameter: Parameter, key: string): readonly string[] => {
  const version = newest(parameter);
  if (key.startsWith('tag:')) return [parameter.tags[key.slice('tag:'.length)] ?? []].flat();
  switch (key) {
    case 'Name':
      return [parameter.name, parameter.name.replace(/^\//, '')];
    case 'Type':
      return [version.type];
    case 'Tier':
      return [version.tier];
    case 'KeyId':
      return version.type === 'SecureString' ? [version.keyId ?? 'alias/aws/ssm'] : [];
    case 'DataType':
      return ['text'];
    default:
      return version.labels;
  }
};
const inPath = ({ name }: Parameter, path: string, option: string): boolean => {
  const prefix = path.endsWith('/') ? path : `${path}/`;
  const full = name.startsWith('/') ? name : `/${name}`;
  return full.startsWith(prefix) && (option === 'Recursive' || !full.slice(prefix.length).includes('/'));
};

/** All filters must hold, of each any value. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html */
export const filtered = (parameters: readonly Parameter[], filters: readonly Filter[], keys: readonly string[]): readonly Parameter[] => {
  const tests = filters.map(({ Key, Option, Values = [] }) => {
    if (!keys.includes(Key) && !(Key.startsWith('tag:') && keys.includes('tag')))
      throw new AwsFault(
        'InvalidFilterKey',
        `The following filter key is not valid: ${Key}. Valid filter keys include: [${keys.join(', ')}]`,
      );
    const option = Option ?? (Key === 'Path' ? 'OneLevel' : 'Equals');
    if (Key === 'Path') {
      if (option !== 'OneLevel' && option !== 'Recursive')
        throw new AwsFault(
          'InvalidFilterOption',
          `The following filter option is not valid: ${option}. Valid options include: [Recursive, OneLevel]`,
        );
      return (parameter: Parameter) => Values.some((path) => inPath(parameter, path, option));
    }
    const test = OPTIONS[option];
    if (test === undefined || (option === 'Contains' && Key !== 'Name'))
      throw new AwsFault(
        'InvalidFilterOption',
        `The following filter option is not valid: ${option}. Valid options include: [BeginsWith, Equals]`,
      );
    if (Values.length === 0 && !Key.startsWith('tag:'))
      throw new AwsFault('InvalidFilterValue', `The filter value is required for filter key ${Key}.`);
    return (parameter: Parameter) => {
      const texts = textsOf(parameter, Key);
      return Values.length === 0 ? texts.length > 0 : Values.some((wanted) => texts.some((text) => test(text, wanted)));
    };
  });
  return parameters.filter((parameter) => tests.every((holds) => holds(parameter)));
};
