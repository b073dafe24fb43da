import { AwsFault, ConnectionLost } from './protocol/errors.ts';

export type FaultKind = 'throttled' | 'unavailable' | 'timed-out-after-effect' | 'denied' | 'partial';
export interface FaultPlan {
  /** IAM's spelling, e.g. `sagemaker:UpdateEndpoint`; `sagemaker:*` and `*` match more. */
  readonly operation: string;
  readonly kind: FaultKind;
  /** How many calls it hits. @default 1 */
  readonly times?: number;
  /** Only calls by this role. */
  readonly role?: string;
}
export interface Faults {
  add(plan: FaultPlan): void;
  clear(): void;
  /** Calls that a plan still waits for: an exercise whose fault never happened proved nothing. */
  pending(): readonly FaultPlan[];
}
/** What a plan does to one call. */
export interface Fault {
  /** Every second entry of a batch fails; a call without a batch is not touched. */
  readonly isPartial: boolean;
  before(): void;
  after(): void;
}
export interface FaultSource extends Faults {
  /** The fault for this call, counted. `before` throws before anything happened, `after` once the effect is there. */
  take(operation: string, roleArn: string): Fault;
}

const matches = (plan: FaultPlan, operation: string, roleArn: string): boolean =>
  (plan.operation === '*' || plan.operation === operation || plan.operation === `${operation.split(':')[0]}:*`) &&
  (plan.role === undefined || plan.role === roleArn);

const thrownBy = (kind: FaultKind, operation: string, roleArn: string): Error => {
  const isS3 = operation.startsWith('s3:');
  if (kind === 'throttled')
    return isS3
      ? new AwsFault('SlowDown', 'Please reduce your request rate.', { status: 503 })
      : new AwsFault('ThrottlingException', 'Rate exceeded');
  if (kind === 'unavailable') return new AwsFault('ServiceUnavailable', 'Service is unable to handle request.', { status: 503 });
  if (kind === 'denied')
    return new AwsFault(
      isS3 ? 'AccessDenied' : 'AccessDeniedException',
      `User: ${roleArn} is not authorized to perform: ${operation} with an explicit deny in a service control policy`,
      { status: isS3 ? 403 : 400 },
    );
  return new ConnectionLost();
};

export const createFaults = (): FaultSource => {
  let plans: readonly { readonly plan: FaultPlan; readonly left: number }[] = [];
  const none: Fault = { isPartial: false, before: () => undefined, after: () => undefined };
  return {
    add: (plan) => {
      plans = [...plans, { plan, left: plan.times ?? 1 }];
    },
    clear: () => {
      plans = [];
    },
    pending: () => plans.map(({ plan, left }) => ({ ...plan, times: left })),
    take: (operation, roleArn) => {
      const hit = plans.find(({ plan }) => matches(plan, operation, roleArn));
      if (hit === undefined) return none;
      plans = plans.map((entry) => (entry === hit ? { ...entry, left: entry.left - 1 } : entry)).filter(({ left }) => left > 0);
      if (hit.plan.kind === 'partial') return { ...none, isPartial: true };
      const error = thrownBy(hit.plan.kind, operation, roleArn);
      const fail = (): void => {
        throw error;
      };
      return hit.plan.kind === 'timed-out-after-effect' ? { ...none, after: fail } : { ...none, before: fail };
    },
  };
};
