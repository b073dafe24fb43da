import type { CatalogEntry } from '../action/catalog.ts';
import type { Target } from '../asset/resource.ts';
import type { Json, JsonObject } from '../json.ts';
import type { StepView } from '../run/run.ts';
import { awsCommand } from './aws-command.ts';

/** Most calls written out; the plan shows them all. */
const CALLS = 8;
/** Inputs of the calls that look, by what they ask for. */
const inputFor = (operation: string, { arn, name }: Target): JsonObject | undefined => {
  const short = name.split('/').at(-1) ?? name;
  const inputs: Readonly<Record<string, JsonObject>> = {
    'sagemaker:DescribeEndpoint': { EndpointName: name },
    'sagemaker:ListTags': { ResourceArn: arn },
    'sagemaker:DescribeModelPackage': { ModelPackageName: arn },
    'iam:ListAttachedRolePolicies': { RoleName: short },
    'ssm:GetParameter': { Name: `/${arn.split(':parameter/').at(-1) ?? name}` },
  };
  return inputs[operation];
};

/** Commands with which a person sees what the step wanted to change, and who changed it. They change nothing. */
const lookByHand = (step: Pick<StepView, 'plan' | 'startedAt'>, entry: CatalogEntry | undefined): readonly string[] => {
  const { target } = step.plan;
  const reads = (entry?.reads ?? []).flatMap((operation) => {
    const input = inputFor(operation, target);
    return input === undefined ? [] : [awsCommand(operation, input)];
  });
  const trail = awsCommand('cloudtrail:LookupEvents', {
    LookupAttributes: `AttributeKey=ResourceName,AttributeValue=${target.name}`,
    ...(step.startedAt !== undefined && { StartTime: step.startedAt }),
  });
  // IAM is global; its events are in us-east-1. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
  const trailRegion = target.kind === 'role' ? 'us-east-1' : target.region;
  return [...reads.map((command) => `${command} --region ${target.region}`), `${trail} --region ${trailRegion}`];
};

const shown = (json: Json): string => JSON.stringify(json).slice(0, 400);

/** Everything that a person needs to answer whether a step took effect: what was sent, what was seen, how to look, and what to say. */
export const outcomeQuestion = (
  step: StepView,
  incident: number,
  saw: string,
  entry: CatalogEntry | undefined,
): { readonly title: string; readonly instruct: string; readonly doneWhen: string } => {
  const writes = step.verb === 'undo' ? (step.undoWrites ?? []) : step.plan.writes;
  const sent = writes.slice(0, CALLS).map(({ operation, input }) => `${operation} ${shown(input)}`);
  const rest = writes.length > CALLS ? [`and ${writes.length - CALLS} more`] : [];
  const answer = (found: string) => `npx cordon settle INC-${incident} ${step.path} ${found} --reason "what you saw"`;
  return {
    title: `${step.plan.target.name}: did ${step.path}${step.verb === 'undo' ? ' (undo)' : ''} take effect?`,
    instruct: [
      `Sent ${step.startedAt ?? 'at a time that nobody knows'} as the role of ${step.action}: ${[...sent, ...rest].join('; ') || 'nothing'}.`,
      `What the look saw: ${saw}.`,
      `Look by hand: ${lookByHand(step, entry).join(' ; ')}.`,
      `Then say what you found: ${answer('changed')} or ${answer('no-change')}.`,
      'Until then it counts as done, and nothing is sent again.',
    ].join(' '),
    doneWhen: 'somebody said what is there, or a look by Cordon proved it',
  };
};
