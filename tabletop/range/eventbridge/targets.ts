import type {
  PutTargetsCommandInput,
  PutTargetsCommandOutput,
  RemoveTargetsCommandInput,
  RemoveTargetsCommandOutput,
} from '@aws-sdk/client-eventbridge';
import { failsPartly, operation, type Context, type Present } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { changeable, ruleOf } from './find-bus.ts';
import { onRule, passing } from './rules.ts';
import { rulesOf, type Target } from './state.ts';
import { pathProblem } from './transform.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST_TARGETS = 5;
type Given = Present<PutTargetsCommandInput>['Targets'][number];
const invalid = (message: string): AwsFault => new AwsFault('ValidationException', message);

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html */
const SERVICES: readonly string[] = [
  ...['lambda', 'events', 'sagemaker', 'logs', 'sqs', 'sns', 'states', 'kinesis', 'firehose', 'ecs', 'batch', 'ssm', 'ssm-incidents'],
  ...['codebuild', 'codepipeline', 'execute-api', 'redshift', 'redshift-serverless', 'inspector', 'ec2', 'appsync', 'swf'],
];
/** What cannot be called without a role to call as. */
const NEEDS_ROLE: readonly string[] = ['sagemaker', 'states', 'kinesis', 'firehose', 'ecs', 'batch', 'ssm', 'codebuild', 'codepipeline'];
const checkArn = ({ Id, Arn, RoleArn }: Given, { account }: Context): void => {
  const [head, partition, service = '', region, owner, ...rest] = Arn.split(':');
  if (head !== 'arn' || partition !== 'aws' || region === undefined || rest.length === 0)
    throw invalid('Parameter Arn is not valid. Reason: Provided Arn is not in correct format.');
  if (!SERVICES.includes(service)) throw invalid(`Parameter Arn is not valid. Reason: Provided Arn is not supported: ${Arn}.`);
  const isForeignBus = service === 'events' && owner !== account;
  if (RoleArn === undefined && (NEEDS_ROLE.includes(service) || isForeignBus)) throw invalid(`RoleArn is required for target ${Id}.`);
};
const checkInput = ({ Id, Input, InputPath, InputTransformer }: Given): void => {
  if ([Input, InputPath, InputTransformer].filter((one) => one !== undefined).length > 1)
    throw invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  if (Input !== undefined) {
    try {
      JSON.parse(Input);
    } catch {
      throw invalid(`Parameter Input is not valid. Reason: JSON syntax error in input for target ${Id}.`);
    }
  }
  const paths = { ...(InputPath === undefined ? {} : { InputPath }), ...InputTransformer?.InputPathsMap };
  for (const [name, path] of Object.entries(paths)) {
    const problem = pathProblem(path);
    if (problem !== undefined) throw invalid(`Parameter ${name} is not valid. Reason: ${problem}`);
    if (name.startsWith('AWS.')) throw invalid('Names of input paths must not start with AWS.');
  }
};
/** Only texts, numbers and lists of them: the row is what was given, without what was left out. */
const kept = (target: Given): Target => JSON.parse(JSON.stringify(target));

export const putTargets = operation<PutTargetsCommandInput, PutTargetsCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    ...input.Targets.map(({ Arn }) => onRule('PutTargets', context, input.EventBusName, input.Rule, { 'events:TargetArn': [Arn] })),
    ...input.Targets.flatMap(({ RoleArn }) => passing(RoleArn)),
  ],
  run: (input, context) => {
    const rule = changeable(ruleOf(context, input.EventBusName, input.Rule));
    for (const target of input.Targets) {
      checkArn(target, context);
      checkInput(target);
    }
    const failed = input.Targets.filter((_, index) => failsPartly(context, index));
    const taken = new Map(rule.targets.map((target) => [target.Id, target]));
    for (const target of input.Targets) if (!failed.includes(target)) taken.set(target.Id, kept(target));
    if (taken.size > MOST_TARGETS)
      throw new AwsFault('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
    rulesOf(context.world).put(rule.arn, { ...rule, targets: [...taken.values()] });
    return { FailedEntryCount: failed.length, FailedEntries: failed.map(({ Id }) => failure(Id)) };
  },
});
const failure = (TargetId: string) => ({
  TargetId,
  ErrorCode: 'ConcurrentModificationException',
  ErrorMessage: 'There is concurrent modification on a rule, target, archive, or replay.',
});

export const removeTargets = operation<RemoveTargetsCommandInput, RemoveTargetsCommandOutput>({
  trail: 'write',
  access: (input, context) => [onRule('RemoveTargets', context, input.EventBusName, input.Rule)],
  run: (input, context) => {
    const rule = changeable(ruleOf(context, input.EventBusName, input.Rule), input.Force === true);
    const failed = input.Ids.filter((_, index) => failsPartly(context, index));
    const missing = input.Ids.filter((id) => !failed.includes(id) && !rule.targets.some(({ Id }) => Id === id));
    const gone = new Set(input.Ids.filter((id) => !failed.includes(id)));
    rulesOf(context.world).put(rule.arn, { ...rule, targets: rule.targets.filter(({ Id }) => !gone.has(Id)) });
    const absent = missing.map((TargetId) => ({
      TargetId,
      ErrorCode: 'ResourceNotFoundException',
      ErrorMessage: `Rule ${rule.name} does not have target(s) with the provided id(s).`,
    }));
    return { FailedEntryCount: failed.length + absent.length, FailedEntries: [...failed.map(failure), ...absent] };
  },
});
