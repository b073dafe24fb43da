import type {
  DeleteResourcePolicyCommandInput,
  DeleteResourcePolicyCommandOutput,
  DescribeResourcePoliciesCommandInput,
  DescribeResourcePoliciesCommandOutput,
  PutResourcePolicyCommandInput,
  PutResourcePolicyCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { JsonObject, type Json } from '../../../core/json.ts';
import { operation, type Context, type Operation, type Present } from '../operation.ts';
import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';
import { resourcePolicyOf } from '../resource-policy.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import { onAll } from './access.ts';
import { invalid, notSimulated } from './faults.ts';

interface ResourcePolicy {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly text: string;
  readonly at: number;
}
const policiesOf = (world: World): Table<ResourcePolicy> => world.store.table<ResourcePolicy>('logs.resource-policy');
const keyOf = ({ account, region }: Context, name: string): string => `${account}|${region}|${name}`;
/** Per account and Region. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const MOST_POLICIES = 10;
const PAGE = 50;
const mine = (context: Context): readonly ResourcePolicy[] =>
  policiesOf(context.world)
    .values()
    .filter(({ account, region }) => account === context.account && region === context.region);
/** All policies of an account and Region together: what lets a service write into its log groups. */
export const policyIn = (world: World, { account, region }: Pick<Context, 'account' | 'region'>): JsonObject | undefined => {
  const here = policiesOf(world)
    .values()
    .filter((policy) => policy.account === account && policy.region === region);
  const statements = here.flatMap(({ text }): readonly Json[] => {
    const found = JsonObject.parse(JSON.parse(text))['Statement'] ?? [];
    return Array.isArray(found) ? found : [found];
  });
  return statements.length === 0 ? undefined : { Version: '2012-10-17', Statement: statements };
};
const shown = ({ name, text, at }: ResourcePolicy) => ({ policyName: name, policyDocument: text, lastUpdatedTime: at });
/** A policy may also hang on one log group. */
const onAccountOnly = (
  input: Present<{ resourceArn?: string | undefined; policyScope?: string | undefined; expectedRevisionId?: string | undefined }>,
): void => {
  if (input.resourceArn !== undefined || input.expectedRevisionId !== undefined || input.policyScope === 'RESOURCE')
    throw notSimulated('keep policies of single log groups');
};

const put = operation<PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput>({
  trail: 'write',
  access: () => onAll('PutResourcePolicy'),
  run: (input, context) => {
    onAccountOnly(input);
    if (input.policyName === undefined || input.policyDocument === undefined) throw invalid('policyName and policyDocument are required.');
    resourcePolicyOf(input.policyDocument, invalid);
    const key = keyOf(context, input.policyName);
    if (policiesOf(context.world).get(key) === undefined && mine(context).length >= MOST_POLICIES)
      throw new AwsFault('LimitExceededException', 'Resource limit exceeded.');
    const { account, region, now } = context;
    const policy = { account, region, name: input.policyName, text: input.policyDocument, at: now };
    policiesOf(context.world).put(key, policy);
    return { resourcePolicy: shown(policy) };
  },
});
const remove = operation<DeleteResourcePolicyCommandInput, DeleteResourcePolicyCommandOutput>({
  trail: 'write',
  access: () => onAll('DeleteResourcePolicy'),
  run: (input, context) => {
    onAccountOnly(input);
    const key = keyOf(context, input.policyName ?? '');
    if (policiesOf(context.world).get(key) === undefined)
      throw new AwsFault('ResourceNotFoundException', `Policy with name [${input.policyName ?? ''}] does not exist.`);
    policiesOf(context.world).remove(key);
    return {};
  },
});
const describe = operation<DescribeResourcePoliciesCommandInput, DescribeResourcePoliciesCommandOutput>({
  trail: 'read',
  access: () => onAll('DescribeResourcePolicies'),
  run: (input, context) => {
    onAccountOnly(input);
    const page = pageOf(mine(context), input.limit ?? PAGE, input.nextToken);
    if (page === undefined) throw invalid('The specified nextToken is invalid.');
    return { resourcePolicies: page.page.map(shown), nextToken: page.next };
  },
});
export const POLICY_OPERATIONS: Readonly<Record<string, Operation>> = {
  PutResourcePolicy: put,
  DeleteResourcePolicy: remove,
  DescribeResourcePolicies: describe,
};
