import { isObject } from '../json.ts';
import { instantFrom, type Instant } from '../time.ts';
import type { ConfigPeriod } from './asset.ts';
import type { Arn } from './resource.ts';

/** One accepted CreateEndpoint or UpdateEndpoint. */
export interface ConfigChange {
  readonly at: Instant;
  readonly endpoint: string;
  readonly config: string;
  readonly by: string;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value.slice(0, 256) : undefined);
/** The role, without its session: `arn:aws:sts::1…:assumed-role/mlops/anna` is `mlops`. */
export const principalName = (arn: string): string => {
  const [type, ...path] = (arn.split(':')[5] ?? '').split('/');
  return (type === 'assumed-role' ? path[0] : path.at(-1)) ?? arn;
};
const byWhom = (identity: unknown): string => {
  if (!isObject(identity)) return 'unknown';
  const arn = text(identity.arn);
  return arn === undefined ? (text(identity.invokedBy) ?? 'unknown') : principalName(arn);
};

/** Reads one CloudTrail record; `undefined` when it is no accepted change of an endpoint's config. */
export const configChangeOf = (record: unknown): ConfigChange | undefined => {
  if (!isObject(record) || record.errorCode !== undefined || !isObject(record.requestParameters)) return undefined;
  if (record.eventName !== 'CreateEndpoint' && record.eventName !== 'UpdateEndpoint') return undefined;
  const [at, endpoint, config] = [
    instantFrom(record.eventTime),
    text(record.requestParameters.endpointName),
    text(record.requestParameters.endpointConfigName),
  ];
  return at === undefined || endpoint === undefined || config === undefined
    ? undefined
    : { at, endpoint, config, by: byWhom(record.userIdentity) };
};

/** The history that SageMaker does not keep, oldest first. Times are those of the accepted calls: the fleet follows minutes later. */
export const periodsOf = (endpoint: Arn, changes: readonly ConfigChange[]): readonly ConfigPeriod[] => {
  const sorted = changes.toSorted((a, b) => a.at.localeCompare(b.at));
  const moves = sorted.filter((change, index) => change.config !== sorted[index - 1]?.config);
  return moves.map(({ config, at, by }, index) => {
    const next = moves[index + 1];
    return { endpoint, config, from: at, by, ...(next !== undefined && { until: next.at }) };
  });
};
