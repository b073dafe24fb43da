import { rolesOf } from '../iam/state.ts';
import { decide, decideForService } from '../policy/authorise.ts';
import type { RangeEvent } from '../events.ts';
import { policyIn } from '../logs/policies.ts';
import { groupNamed } from '../logs/read.ts';
import { groupArn, putLogEvents } from '../logs/state.ts';
import type { World } from '../world.ts';
import { busAt } from './find-bus.ts';
import type { Rule, Target } from './state.ts';
import { valueAt } from './transform.ts';

export type Invoked =
  | { readonly kind: 'done' }
  | { readonly kind: 'forward'; readonly bus: string }
  | { readonly kind: 'failed'; readonly why: string; readonly isRetryable: boolean };
const EVENTS = 'events.amazonaws.com';
const failed = (why: string, isRetryable = false): Invoked => ({ kind: 'failed', why, isRetryable });
/** Throttling and the other side's faults are tried again; what is refused, or not there, is not. */
const isRetryable = ({ name }: Error): boolean => /Throttl|TooManyRequests|ServiceUnavailable|Internal|ServiceException|Timeout/.test(name);

interface Call {
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  readonly region: string;
}
const called = (world: World, rule: Rule, roleArn: string, call: Call): Invoked => {
  const acted = world.acts.do({
    roleArn,
    session: world.ids.uuid('rule-session').replaceAll('-', ''),
    invokedBy: EVENTS,
    sourceArn: rule.arn,
    ...call,
  });
  return acted.ok ? { kind: 'done' } : failed(`${acted.error.name}: ${acted.error.message}`, isRetryable(acted.error));
};
/** EventBridge becomes the role only if the role's trust lets it. */
const roleProblem = (world: World, rule: Rule, roleArn: string): string | undefined => {
  const role = rolesOf(world).get(roleArn);
  if (role === undefined) return `The role ${roleArn} does not exist.`;
  const access = { action: 'sts:AssumeRole', resource: roleArn, resourcePolicy: role.trust, resourceAccount: role.account };
  const decision = decideForService(world, { service: EVENTS, sourceArn: rule.arn, sourceAccount: rule.account }, access);
  return decision === 'allow' ? undefined : `${EVENTS} cannot assume ${roleArn}.`;
};

const toPipeline = (world: World, rule: Rule, target: Target, event: RangeEvent): Invoked => {
  const { RoleArn = '', Arn, SageMakerPipelineParameters } = target;
  const problem = roleProblem(world, rule, RoleArn);
  if (problem !== undefined) return failed(problem);
  const given = SageMakerPipelineParameters?.PipelineParameterList ?? [];
  const textOf = (value: string): string => {
    if (!value.startsWith('$.')) return value;
    const found = valueAt(event, value);
    return typeof found === 'string' ? found : JSON.stringify(found ?? null);
  };
  return called(world, rule, RoleArn, {
    service: 'SageMaker',
    operation: 'StartPipelineExecution',
    region: Arn.split(':')[3] ?? '',
    input: {
      PipelineName: Arn.split('/').at(-1),
      // The same event starts it once, however often it is tried.
      ClientRequestToken: `${event.id}-${target.Id}`.padEnd(32, '0').slice(0, 128),
      ...(given.length === 0 ? {} : { PipelineParameters: given.map(({ Name, Value }) => ({ Name, Value: textOf(Value) })) }),
    },
  });
};
const toBus = (world: World, rule: Rule, { Arn, RoleArn }: Target): Invoked => {
  const bus = busAt(world, Arn);
  if (bus === undefined) return failed(`Event bus ${Arn} does not exist.`);
  const problem = RoleArn === undefined ? undefined : roleProblem(world, rule, RoleArn);
  if (problem !== undefined) return failed(problem);
  const access = { action: 'events:PutEvents', resource: Arn, resourcePolicy: bus.policy, resourceAccount: bus.account };
  const isAllowed = RoleArn === undefined ? bus.account === rule.account : decide(world, RoleArn, access) === 'allow';
  return isAllowed ? { kind: 'forward', bus: Arn } : failed(`events:PutEvents on ${Arn} is not allowed.`);
};
const toFunction = (world: World, rule: Rule, { Arn }: Target, input: string): Invoked =>
  called(world, rule, EVENTS, {
    service: 'Lambda',
    operation: 'Invoke',
    region: Arn.split(':')[3] ?? '',
    input: { FunctionName: Arn, InvocationType: 'Event', Payload: Buffer.from(input) },
  });
/** One stream an event, in a group whose account lets EventBridge write. */
const toLogGroup = (world: World, rule: Rule, { Arn }: Target, event: RangeEvent, input: string): Invoked => {
  const [, , , region = '', account = ''] = Arn.split(':');
  const place = { account, region };
  const group = groupNamed(world, place, Arn.split(':log-group:')[1]?.replace(/:\*$/, '') ?? '');
  if (group === undefined) return failed(`The log group ${Arn} does not exist.`);
  const own = { resourcePolicy: policyIn(world, place), resourceAccount: account };
  const arn = groupArn(place, group.name);
  const asked = [
    { action: 'logs:CreateLogStream', resource: `${arn}:*`, ...own },
    { action: 'logs:PutLogEvents', resource: `${arn}:log-stream:${event.id}`, ...own },
  ];
  const service = { service: EVENTS, sourceArn: rule.arn, sourceAccount: rule.account };
  const refused = asked.find((access) => decideForService(world, service, access) !== 'allow');
  if (refused !== undefined) return failed(`${EVENTS} is not authorized to perform: ${refused.action} on resource: ${refused.resource}`);
  putLogEvents(world, place, { group: group.name, stream: event.id }, [{ at: world.time.now(), message: input }]);
  return { kind: 'done' };
};

/** One try at one target. A kind of target that the range does not have fails, and is not passed over. */
export const invoke = (world: World, rule: Rule, target: Target, event: RangeEvent, input: string): Invoked => {
  const [, , service = '', , , rest = ''] = target.Arn.split(':');
  if (service === 'events' && rest.startsWith('event-bus/')) return toBus(world, rule, target);
  if (service === 'sagemaker' && rest.startsWith('pipeline/')) return toPipeline(world, rule, target, event);
  if (service === 'lambda') return toFunction(world, rule, target, input);
  if (service === 'logs') return toLogGroup(world, rule, target, event, input);
  return failed(`The range has no ${service} to call.`);
};
