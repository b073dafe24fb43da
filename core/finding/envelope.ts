import { failed, ok, type Failure, type Result } from '../failure.ts';
import { type Json, type JsonObject } from '../json.ts';
import { cleanText, objectAt, textAt } from './field.ts';
import type { EventEnvelope } from './detection.ts';
import { eventTime } from './event-time.ts';

export type Unreadable = Failure<'unreadable'>;

/** Every refusal of an event reads alike: which clause, what was found, and a sample of the right shape. */
export const unreadable = (why: string, sample = 'poisoned-training'): Unreadable => ({
  kind: 'unreadable',
  retryable: false,
  effect: 'no-change',
  what: 'This event cannot be read',
  why,
  next: `npx cordon explain samples/${sample}.json`,
});

/** What was found instead, short enough for one line. */
export const shown = (value: Json | undefined): string => (value === undefined ? 'missing' : cleanText(JSON.stringify(value), 60));

const REGION = /^[a-z0-9-]{2,32}$/;
const ACCOUNT = /^\d{12}$/;

/** The docs' model package sample names its source twice, the second time as an array; the service sends the text. */
const single = (value: Json | undefined): Json | undefined => (Array.isArray(value) && value.length === 1 ? value[0] : value);

/**
 * Checks the envelope that every EventBridge event has, clause by clause. Nothing below `detail` is judged here: that is its source's work.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
 */
export const envelopeOf = (event: JsonObject): Result<EventEnvelope, Unreadable> => {
  const id = textAt(event, 'id');
  const source = single(event['source']);
  const detailType = event['detail-type'];
  const account = event['account'];
  const region = event['region'];
  const time = eventTime(event['time']);
  const detail = objectAt(event, 'detail');
  const resources = event['resources'] ?? [];
  if (id === undefined || id.length > 256)
    return failed(unreadable(`id: must be text of at most 256 characters, found ${shown(event['id'])}`));
  if (typeof source !== 'string' || source === '' || source.length > 256)
    return failed(unreadable(`source: must be text such as "aws.sagemaker", found ${shown(source)}`));
  if (typeof detailType !== 'string' || detailType === '' || detailType.length > 256)
    return failed(unreadable(`detail-type: must be text such as "GuardDuty Finding", found ${shown(detailType)}`));
  if (typeof account !== 'string' || !ACCOUNT.test(account)) {
    const digits = typeof account === 'string' && /^\d+$/.test(account) ? ` (${account.length} digits)` : '';
    return failed(unreadable(`account: an AWS account id has exactly 12 digits, found ${shown(account)}${digits}`));
  }
  if (typeof region !== 'string' || !REGION.test(region))
    return failed(unreadable(`region: must be a region such as "eu-west-1", found ${shown(region)}`));
  if (time === undefined) return failed(unreadable(`time: must be ISO 8601 or seconds since 1970, found ${shown(event['time'])}`));
  if (!Array.isArray(resources) || !resources.every((resource) => typeof resource === 'string'))
    return failed(unreadable(`resources: must be a list of texts, found ${shown(resources)}`));
  if (detail === undefined) return failed(unreadable(`detail: must be an object, found ${shown(event['detail'])}`));
  return ok({
    id,
    source: cleanText(source),
    'detail-type': cleanText(detailType),
    account,
    region,
    time,
    resources: resources.slice(0, 64).map((resource) => cleanText(resource)),
    detail,
  });
};

/** The envelope again as plain JSON, for a pattern. */
export const envelopeJson = (envelope: EventEnvelope): JsonObject => ({ ...envelope });
