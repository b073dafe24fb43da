import type {
  GetParameterCommandInput,
  GetParameterCommandOutput,
  GetParameterHistoryCommandInput,
  GetParameterHistoryCommandOutput,
  GetParametersByPathCommandInput,
  GetParametersByPathCommandOutput,
  GetParametersCommandInput,
  GetParametersCommandOutput,
} from '@aws-sdk/client-ssm';
import { operation, type Context, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';
import { decryptionOf, metadataOf, parameterAnswer, valueOf } from './answers.ts';
import { filtered } from './filters.ts';
import { named, on, parameterOf, versionOf } from './names.ts';
import { newest, parametersOf, type Parameter } from './state.ts';

const known = (context: Context, given: string): Parameter | undefined => parametersOf(context.world).get(named(context, given).arn);

const getParameter = operation<GetParameterCommandInput, GetParameterCommandOutput>({
  trail: 'read',
  access: ({ Name, WithDecryption }, context) => [
    on(context, 'GetParameter', Name),
    ...decryptionOf(context, known(context, Name), WithDecryption),
  ],
  run: ({ Name, WithDecryption }, context) => {
    const parameter = parameterOf(context, Name);
    const { selector } = named(context, Name);
    return { Parameter: parameterAnswer(parameter, versionOf(parameter, selector), WithDecryption, selector) };
  },
});

const getParameters = operation<GetParametersCommandInput, GetParametersCommandOutput>({
  trail: 'read',
  access: ({ Names, WithDecryption }, context) => [
    ...Names.map((name) => on(context, 'GetParameters', name)),
    ...Names.flatMap((name) => decryptionOf(context, known(context, name), WithDecryption)),
  ],
  run: ({ Names, WithDecryption }, context) => {
    if (new Set(Names).size < Names.length) throw new AwsFault('ValidationException', 'Names contains duplicate parameter names.');
    const found = Names.map((given) => {
      const parameter = known(context, given);
      const { selector } = named(context, given);
      const version = parameter?.versions.find(
        (one) => selector === undefined || String(one.version) === selector || one.labels.includes(selector),
      );
      return {
        given,
        answer:
          parameter === undefined || version === undefined
            ? undefined
            : parameterAnswer(parameter, selector === undefined ? newest(parameter) : version, WithDecryption, selector),
      };
    });
    return {
      Parameters: found.flatMap(({ answer }) => (answer === undefined ? [] : [answer])),
      InvalidParameters: found.flatMap(({ given, answer }) => (answer === undefined ? [given] : [])),
    };
  },
});

const below = (context: Context, path: string, isRecursive: boolean | undefined): readonly Parameter[] => {
  const prefix = path.endsWith('/') ? path : `${path}/`;
  return parametersOf(context.world)
    .values()
    .filter(({ arn, name }) => {
      const place = arn.split(':');
      if (place[3] !== context.region || place[4] !== context.account) return false;
      // A name without a path lies directly below the root.
      const full = name.startsWith('/') ? name : `/${name}`;
      return full.startsWith(prefix) && (isRecursive === true || !full.slice(prefix.length).includes('/'));
    });
};
const getParametersByPath = operation<GetParametersByPathCommandInput, GetParametersByPathCommandOutput>({
  trail: 'read',
  access: ({ Path, Recursive, WithDecryption }, context) => [
    on(context, 'GetParametersByPath', Path, { 'ssm:Recursive': [String(Recursive === true)] }),
    ...below(context, Path, Recursive).flatMap((parameter) => decryptionOf(context, parameter, WithDecryption)),
  ],
  run: (input, context) => {
    if (!input.Path.startsWith('/'))
      throw new AwsFault(
        'ValidationException',
        'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/".',
      );
    const kept = filtered(below(context, input.Path, input.Recursive), input.ParameterFilters ?? [], ['Type', 'KeyId', 'Label']);
    const page = pageOf(kept, input.MaxResults ?? 10, input.NextToken);
    if (page === undefined) throw new AwsFault('InvalidNextToken', 'The specified token is not valid.');
    return {
      Parameters: page.page.map((parameter) => parameterAnswer(parameter, newest(parameter), input.WithDecryption)),
      NextToken: page.next,
    };
  },
});

const getParameterHistory = operation<GetParameterHistoryCommandInput, GetParameterHistoryCommandOutput>({
  trail: 'read',
  access: ({ Name, WithDecryption }, context) => {
    const parameter = known(context, Name);
    return [
      on(context, 'GetParameterHistory', Name),
      ...(parameter?.versions ?? []).flatMap((version) => decryptionOf(context, parameter, WithDecryption, version)),
    ];
  },
  run: (input, context) => {
    const parameter = parameterOf(context, input.Name);
    const page = pageOf(parameter.versions, input.MaxResults ?? 50, input.NextToken);
    if (page === undefined) throw new AwsFault('InvalidNextToken', 'The specified token is not valid.');
    return {
      Parameters: page.page.map((version) => ({
        ...metadataOf(parameter, version),
        Value: valueOf(version, input.WithDecryption),
        Labels: [...version.labels],
      })),
      NextToken: page.next,
    };
  },
});

export const READ_OPERATIONS: Readonly<Record<string, Operation>> = {
  GetParameter: getParameter,
  GetParameters: getParameters,
  GetParametersByPath: getParametersByPath,
  GetParameterHistory: getParameterHistory,
};
