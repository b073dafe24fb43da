import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { Cloud } from '../core/action/cloud.ts';
import type { ConfigPeriod } from '../core/asset/asset.ts';
import { configChangeOf, periodsOf, type ConfigChange } from '../core/asset/config-history.ts';
import type { Target } from '../core/asset/resource.ts';
import { plus, type Instant } from '../core/time.ts';

/** LookupEvents keeps 90 days, answers 50 a page and twice a second. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const DAYS = 90;
/** 500 events of each kind. Beyond it the history says less, never something wrong. */
const MAX_PAGES = 10;
/** By event name: not every service fills in the resource names that CloudTrail could search by. */
const EVENTS = ['CreateEndpoint', 'UpdateEndpoint'] as const;

const parsed = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
};

const changesOf = async (
  cloud: Cloud<typeof LookupEventsCommand>,
  event: string,
  endpoint: Target,
  now: Instant,
): Promise<readonly ConfigChange[]> => {
  const changes: ConfigChange[] = [];
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { Events = [], NextToken } = await cloud.call(LookupEventsCommand, {
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: event }],
      StartTime: new Date(plus(now, -DAYS * 86_400)),
      EndTime: new Date(now),
      MaxResults: 50,
      ...(token !== undefined && { NextToken: token }),
    });
    const seen = Events.flatMap(({ CloudTrailEvent }) => configChangeOf(parsed(CloudTrailEvent)) ?? []);
    changes.push(...seen.filter((change) => change.endpoint === endpoint.name));
    token = NextToken;
    if (token === undefined || token === '') break;
  }
  return changes;
};

/** Which configs an endpoint ran, from the calls that set them: there is no API that says so. */
export const configHistory = async (
  cloud: Cloud<typeof LookupEventsCommand>,
  endpoint: Target,
  now: Instant,
): Promise<readonly ConfigPeriod[]> => {
  const changes: ConfigChange[] = [];
  for (const event of EVENTS) changes.push(...(await changesOf(cloud, event, endpoint, now)));
  return periodsOf(endpoint.arn, changes);
};
