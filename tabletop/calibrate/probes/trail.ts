import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  FilterLogEventsCommand,
  PutResourcePolicyCommand,
  DeleteResourcePolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DeleteRuleCommand, PutRuleCommand, PutTargetsCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import { AddTagsCommand } from '@aws-sdk/client-sagemaker';
import { secondsUntil } from '../asking.ts';
import type { Lab } from '../lab.ts';
import { logPolicy } from '../policies.ts';
import type { Probe } from '../probe.ts';

/** LookupEvents takes two calls a second for the whole account. */
const EVERY = 15;
const LONGEST = 1800;

/** A call that changes nothing that matters, and that nobody else makes. */
const mark = async ({ clients, endpoint }: Lab, value: string): Promise<string> => {
  const { $metadata } = await clients.sagemaker.send(
    new AddTagsCommand({ ResourceArn: endpoint.arn, Tags: [{ Key: 'cordon-calibrate-mark', Value: value }] }),
  );
  return $metadata.requestId ?? '';
};

export const history: Probe = {
  id: 'cloudtrail.delay',
  says: 'tag the endpoint and look until the event history shows the call',
  measure: async (lab) => {
    const requestId = await mark(lab, 'history');
    const from = new Date(lab.now() - 60_000);
    const isThere = async (): Promise<boolean> => {
      const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: 'AddTags' }];
      const { Events = [] } = await lab.clients.cloudtrail.send(new LookupEventsCommand({ LookupAttributes, StartTime: from }));
      return Events.some(({ CloudTrailEvent = '' }) => CloudTrailEvent.includes(requestId));
    };
    return { seconds: await secondsUntil(lab, isThere, EVERY, LONGEST, 'the event history') };
  },
};

/** A rule, and a log group as its target, because a log group can be read. */
const listen = async ({ clients, account, region, run }: Lab): Promise<{ readonly group: string; readonly stop: () => Promise<void> }> => {
  const [Name, group, policyName] = [`cordon-calibrate-${run}`, `/aws/events/cordon-calibrate-${run}`, `cordon-calibrate-${run}`];
  const arn = `arn:aws:logs:${region}:${account}:log-group:${group}`;
  const { logs, eventbridge } = clients;
  await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
  await logs.send(new PutResourcePolicyCommand({ policyName, policyDocument: logPolicy(arn) }));
  const EventPattern = JSON.stringify({
    source: ['aws.sagemaker'],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: { eventName: ['AddTags'] },
  });
  await eventbridge.send(new PutRuleCommand({ Name, EventPattern }));
  await eventbridge.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'log', Arn: arn }] }));
  const stop = async (): Promise<void> => {
    await eventbridge.send(new RemoveTargetsCommand({ Rule: Name, Ids: ['log'] }));
    await eventbridge.send(new DeleteRuleCommand({ Name }));
    await logs.send(new DeleteResourcePolicyCommand({ policyName }));
    await logs.send(new DeleteLogGroupCommand({ logGroupName: group }));
  };
  return { group, stop };
};

export const bus: Probe = {
  id: 'cloudtrail.bus-delay',
  says: 'tag the endpoint and look until a rule on the default bus has delivered the call',
  measure: async (lab) => {
    const { group, stop } = await listen(lab);
    try {
      const requestId = await mark(lab, 'bus');
      const isThere = async (): Promise<boolean> => {
        const { events = [] } = await lab.clients.logs.send(new FilterLogEventsCommand({ logGroupName: group }));
        return events.some(({ message = '' }) => message.includes(requestId));
      };
      return { seconds: await secondsUntil(lab, isThere, EVERY, LONGEST, 'the bus') };
    } finally {
      await stop();
    }
  },
};
