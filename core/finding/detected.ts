import { resourceOf, type Resource, type ResourceKind } from '../asset/resource.ts';
import { ok, type Result } from '../failure.ts';
import type { Sha256 } from '../json.ts';
import type { Detection, EventEnvelope } from './detection.ts';
import type { Unreadable } from './envelope.ts';
import { attributesOf, cleanText } from './field.ts';

/** What a parser says of an event; the rest of a detection comes from the envelope. */
export interface Said {
  /** Where it happened, when that is not the account that reported it. */
  readonly account?: string;
  readonly region?: string;
  readonly product: string;
  /** The source's own id of this report; the envelope's id when it has none. */
  readonly uid?: string;
  readonly correlationKey: string;
  readonly signal: string;
  readonly title: string;
  readonly severityId: Detection['severityId'];
  readonly resources: readonly (Resource | undefined)[];
  readonly principals?: readonly (string | undefined)[];
  readonly attributes: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly isSample?: boolean;
}

/** A title is one line of a card. */
const MAX_TITLE = 256;
const MAX_RESOURCES = 32;

export const detectionOf = (sourceId: string, event: EventEnvelope, rawDigest: Sha256, said: Said): Detection => {
  const account = said.account ?? event.account;
  return {
    source: {
      id: sourceId,
      product: cleanText(said.product),
      detailType: cleanText(event['detail-type']),
      uid: cleanText(said.uid ?? event.id),
      account,
      region: cleanText(said.region ?? event.region),
    },
    correlationKey: said.correlationKey,
    signal: said.signal,
    title: cleanText(said.title, MAX_TITLE),
    severityId: said.severityId,
    resources: said.resources.filter((resource) => resource !== undefined).slice(0, MAX_RESOURCES),
    principals: [...new Set((said.principals ?? []).filter((principal) => principal !== undefined))].slice(0, MAX_RESOURCES),
    attributes: attributesOf({ ...said.attributes, ...(account === event.account ? {} : { reportedFrom: event.account }) }),
    observedAt: event.time,
    isSample: said.isSample ?? false,
    rawDigest,
  };
};
export const detected = (sourceId: string, event: EventEnvelope, rawDigest: Sha256, said: Said): Result<readonly Detection[], Unreadable> =>
  ok([detectionOf(sourceId, event, rawDigest, said)]);

/** A resource that an event names without its ARN. The inventory finds the ARN; until then nothing may act on it. */
export const named = (
  kind: ResourceKind,
  name: string | undefined,
  event: Pick<EventEnvelope, 'account' | 'region'>,
): Resource | undefined =>
  name === undefined ? undefined : { kind, name: name.slice(0, 256), account: event.account, region: event.region };

/** What an ARN or a bare name in an event stands for. */
export const arnOrName = (
  kind: ResourceKind,
  text: string | undefined,
  event: Pick<EventEnvelope, 'account' | 'region'>,
): Resource | undefined => (text === undefined ? undefined : (resourceOf(text) ?? named(kind, text, event)));
