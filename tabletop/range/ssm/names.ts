import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { resourceTags } from '../tag-keys.ts';
import { newest, parameterArn, parametersOf, type Parameter, type ParameterVersion } from './state.ts';

/** `name`, `name:3`, `name:label` or the same with an ARN in front. */
export interface Named {
  readonly arn: string;
  readonly selector?: string;
}
export const named = (context: Context, given: string): Named => {
  const [, head = given, selector] = /^(arn:[^:]*:ssm:[^:]*:[^:]*:parameter[^:]*|[^:]*)(?::(.+))?$/.exec(given) ?? [];
  const arn = head.startsWith('arn:') ? head : parameterArn(context, head);
  return selector === undefined ? { arn } : { arn, selector };
};

export const on = (context: Context, action: string, given: string, more: Access['context'] = {}): Access => {
  const { arn } = named(context, given);
  return {
    action: `ssm:${action}`,
    resource: arn,
    resourceAccount: arn.split(':')[4],
    context: { ...resourceTags(parametersOf(context.world).get(arn)?.tags), ...more },
  };
};

/** AWS answers this one without a text. */
export const notFound = (): AwsFault => new AwsFault('ParameterNotFound', '');
export const parameterOf = (context: Context, given: string): Parameter => {
  const found = parametersOf(context.world).get(named(context, given).arn);
  if (found === undefined) throw notFound();
  return found;
};
export const versionOf = (parameter: Parameter, selector: string | undefined): ParameterVersion => {
  if (selector === undefined) return newest(parameter);
  const isNumber = /^\d+$/.test(selector);
  const found = parameter.versions.find(({ version, labels }) => (isNumber ? version === Number(selector) : labels.includes(selector)));
  if (found === undefined)
    throw new AwsFault(
      'ParameterVersionNotFound',
      `Systems Manager could not find ${isNumber ? 'version' : 'label'} ${selector} of ${parameter.name}. Verify the ${isNumber ? 'version' : 'label'} and try again.`,
    );
  return found;
};

const LEVELS = 15;
/** The rules that a new name has to keep. https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
export const checkName = (name: string): void => {
  const first = name.split('/').find((part) => part !== '') ?? '';
  if (/^aws/i.test(first)) throw new AwsFault('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  if (/^ssm/i.test(first))
    throw new AwsFault(
      'ValidationException',
      'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
  if (name.includes('/') && !name.startsWith('/'))
    throw new AwsFault('ValidationException', 'Parameter name must be a fully qualified name.');
  if (name.split('/').filter((part) => part !== '').length > LEVELS)
    throw new AwsFault('HierarchyLevelLimitExceededException', `Parameter name hierarchy can have a maximum of ${LEVELS} levels: ${name}`);
};
