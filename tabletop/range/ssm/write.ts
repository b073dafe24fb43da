import type {
  DeleteParameterCommandInput,
  DeleteParameterCommandOutput,
  DeleteParametersCommandInput,
  DeleteParametersCommandOutput,
  ParameterTier,
  PutParameterCommandInput,
  PutParameterCommandOutput,
} from '@aws-sdk/client-ssm';
import { isKnownKey, keyUse } from '../key-use.ts';
import { failsPartly, operation, type Context, type Operation, type Present } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagMap, tagProblem } from '../tag-keys.ts';
import { emitParameter } from './emit.ts';
import { checkName, notFound, on } from './names.ts';
import { addVersion, newest, parameterArn, parametersOf, type Parameter } from './state.ts';

type Put = Present<PutParameterCommandInput>;
const invalid = (text: string): AwsFault => new AwsFault('ValidationException', text);

/** Characters. https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const MOST = { Standard: 4096, Advanced: 8192 } as const;
const tierOf = (input: Put, before: Parameter | undefined): ParameterTier => {
  const current = before === undefined ? 'Standard' : newest(before).tier;
  const isLong = input.Value.length > MOST.Standard;
  const asked = input.Tier ?? current;
  const tier = asked === 'Intelligent-Tiering' ? (isLong || current === 'Advanced' ? 'Advanced' : 'Standard') : asked;
  if (tier === 'Standard' && current === 'Advanced')
    throw invalid(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.",
    );
  if (tier === 'Standard' && isLong)
    throw invalid(
      `Standard tier parameters support a maximum parameter value of ${MOST.Standard} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.`,
    );
  if (input.Value.length > MOST.Advanced)
    throw invalid(`Advanced tier parameters support a maximum parameter value of ${MOST.Advanced} characters.`);
  return tier;
};

const checkPattern = ({ AllowedPattern, Value }: Put): void => {
  if (AllowedPattern === undefined) return;
  const pattern = ((): RegExp => {
    try {
      return new RegExp(AllowedPattern);
    } catch {
      throw new AwsFault(
        'InvalidAllowedPatternException',
        `The request does not meet the regular expression requirement: ${AllowedPattern}`,
      );
    }
  })();
  if (!pattern.test(Value))
    throw new AwsFault(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${AllowedPattern}`,
    );
};
/** What would change later behaviour and is not simulated. */
const checkScope = ({ Policies, DataType }: Put): void => {
  if (Policies !== undefined && Policies !== '' && Policies !== '[]')
    throw new AwsFault('NotImplemented', 'The range does not simulate parameter policies', { status: 501 });
  if (DataType !== undefined && DataType !== 'text')
    throw new AwsFault('NotImplemented', `The range does not simulate the data type ${DataType}`, { status: 501 });
};
const checkTags = (input: Put): void => {
  if (input.Tags !== undefined && input.Overwrite === true)
    throw invalid(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  const problem = tagProblem({}, tagMap(input.Tags));
  if (problem !== undefined) throw invalid(problem);
};

const putParameter = operation<PutParameterCommandInput, PutParameterCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    on(context, 'PutParameter', input.Name, { ...requestTags(tagMap(input.Tags)), 'ssm:Overwrite': [String(input.Overwrite === true)] }),
    ...(input.Type === 'SecureString'
      ? keyUse(context, {
          action: 'Encrypt',
          keyId: input.KeyId,
          service: 'ssm',
          encryptionContext: { PARAMETER_ARN: parameterArn(context, input.Name) },
        })
      : []),
  ],
  run: (input, context) => {
    checkName(input.Name);
    checkScope(input);
    checkTags(input);
    const arn = parameterArn(context, input.Name);
    const before = parametersOf(context.world).get(arn);
    if (before !== undefined && input.Overwrite !== true)
      throw new AwsFault(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    const type = input.Type ?? (before === undefined ? undefined : newest(before).type);
    if (type === undefined) throw invalid('A parameter type is required when you create a parameter.');
    if (before !== undefined && newest(before).type !== type)
      throw new AwsFault(
        'HierarchyTypeMismatchException',
        "Parameter Store doesn't support changing a parameter type in a hierarchy. For example, you can't change a parameter from a String type to a SecureString type. You must create a new, unique parameter.",
      );
    if (input.KeyId !== undefined && type !== 'SecureString') throw invalid('KeyId is required for SecureString type parameter only.');
    if (input.KeyId !== undefined && !isKnownKey(context, input.KeyId)) throw new AwsFault('InvalidKeyId', `Invalid keyId ${input.KeyId}`);
    checkPattern(input);
    const tier = tierOf(input, before);
    const tags = before?.tags ?? tagMap(input.Tags);
    const made = addVersion(
      context.world,
      { name: input.Name, arn, tags },
      {
        type,
        value: input.Value,
        tier,
        modifiedBy: context.caller.arn,
        ...(input.KeyId === undefined ? {} : { keyId: input.KeyId }),
        ...(input.Description === undefined ? {} : { description: input.Description }),
        ...(input.AllowedPattern === undefined ? {} : { allowedPattern: input.AllowedPattern }),
      },
    );
    if (made === undefined)
      throw new AwsFault(
        'ParameterMaxVersionLimitExceeded',
        `You attempted to create a new version of ${input.Name} by calling the PutParameter API with the overwrite flag. The oldest version can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
      );
    emitParameter(context, before === undefined ? 'Create' : 'Update', arn, input.Name, made);
    return { Version: made.version, Tier: tier };
  },
});

const remove = (context: Context, parameter: Parameter): void => {
  parametersOf(context.world).remove(parameter.arn);
  emitParameter(context, 'Delete', parameter.arn, parameter.name, newest(parameter));
};
const deleteParameter = operation<DeleteParameterCommandInput, DeleteParameterCommandOutput>({
  trail: 'write',
  access: ({ Name }, context) => [on(context, 'DeleteParameter', Name)],
  run: ({ Name }, context) => {
    const found = parametersOf(context.world).get(parameterArn(context, Name));
    if (found === undefined) throw notFound();
    remove(context, found);
    return {};
  },
});
const deleteParameters = operation<DeleteParametersCommandInput, DeleteParametersCommandOutput>({
  trail: 'write',
  access: ({ Names }, context) => Names.map((name) => on(context, 'DeleteParameters', name)),
  run: ({ Names }, context) => {
    const found = Names.map((name, index) => ({
      name,
      parameter: failsPartly(context, index) ? undefined : parametersOf(context.world).get(parameterArn(context, name)),
    }));
    for (const { parameter } of found) if (parameter !== undefined) remove(context, parameter);
    return {
      DeletedParameters: found.flatMap(({ name, parameter }) => (parameter === undefined ? [] : [name])),
      InvalidParameters: found.flatMap(({ name, parameter }) => (parameter === undefined ? [name] : [])),
    };
  },
});

export const WRITE_OPERATIONS: Readonly<Record<string, Operation>> = {
  PutParameter: putParameter,
  DeleteParameter: deleteParameter,
  DeleteParameters: deleteParameters,
};
