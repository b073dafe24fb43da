import type {
  GetParameterCommandInput,
  GetParameterCommandOutput,
  PutParameterCommandInput,
  PutParameterCommandOutput,
} from '@aws-sdk/client-ssm';
import { operation, type Context, type Service } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { SSM_BEHAVIOURS } from './behaviours.ts';
import { parameterArn, parametersOf, setParameter } from './state.ts';

/** GetParameter takes an ARN where PutParameter takes a name. */
const arnOf = (context: Context, given: string): string => (given.startsWith('arn:') ? given : parameterArn(context, given));

const getParameter = operation<GetParameterCommandInput, GetParameterCommandOutput>({
  trail: 'read',
  access: ({ Name }, context) => [{ action: 'ssm:GetParameter', resource: arnOf(context, Name) }],
  run: ({ Name }, context) => {
    const found = parametersOf(context.world).get(arnOf(context, Name));
    // AWS answers this one without a text.
    if (found === undefined) throw new AwsFault('ParameterNotFound', '');
    return {
      Parameter: {
        Name: found.name,
        Type: 'String',
        Value: found.value,
        Version: found.version,
        LastModifiedDate: new Date(found.modifiedAt),
        ARN: found.arn,
        DataType: 'text',
      },
    };
  },
});

const putParameter = operation<PutParameterCommandInput, PutParameterCommandOutput>({
  trail: 'write',
  access: ({ Name }, context) => [{ action: 'ssm:PutParameter', resource: parameterArn(context, Name) }],
  run: (input, context) => {
    const { Name, Value, Overwrite, Type } = input;
    const found = parametersOf(context.world).get(parameterArn(context, Name));
    if (found !== undefined && !Overwrite)
      throw new AwsFault(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    if (Type !== undefined && Type !== 'String')
      throw new AwsFault('NotImplemented', `The range keeps no ${Type} parameters`, { status: 501 });
    if (found === undefined && Type === undefined)
      throw new AwsFault('ValidationException', 'A parameter type is required when you create a parameter.');
    const { version } = setParameter(context.world, context, Name, Value, context.caller.arn);
    return { Version: version, Tier: 'Standard' };
  },
});

export const ssmService: Service = {
  prefix: 'ssm',
  signingName: 'ssm',
  eventSource: 'ssm.amazonaws.com',
  load: () => import('@aws-sdk/client-ssm'),
  operations: { GetParameter: getParameter, PutParameter: putParameter },
  constraints: {
    'GetParameterRequest.Name': { min: 1, max: 2048 },
    'PutParameterRequest.Name': { min: 1, max: 2048, pattern: '^[a-zA-Z0-9_.\\-/]+$' },
    'PutParameterRequest.Value': { min: 1, max: 4096 },
    'PutParameterRequest.Type': { values: ['String', 'StringList', 'SecureString'] },
  },
  behaviours: SSM_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
