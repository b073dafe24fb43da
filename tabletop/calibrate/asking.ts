import { DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import type { Measurement } from '../range/behaviour.ts';
import type { Lab, LabTime } from './lab.ts';
import { NoAnswer } from './probe.ts';

/** How often a state that changes within minutes is looked at, in seconds: DescribeEndpoint costs nothing, but is throttled. */
const STATE_EVERY = 10;
/** How often somebody's permission is tried, in seconds: what is measured takes seconds. */
const CALL_EVERY = 1;
/** No endpoint that works takes longer. https://github.com/hashicorp/terraform-provider-aws/issues/39090 */
const LONGEST_STATE = 3600;
const LONGEST_CALL = 600;

/** Asks again and again; answers how many seconds passed until the answer was yes. */
export const secondsUntil = async (
  { now, wait }: LabTime,
  isSo: () => Promise<boolean>,
  every: number,
  longest: number,
  what: string,
): Promise<number> => {
  const began = now();
  const spent = () => Math.round((now() - began) / 100) / 10;
  while (!(await isSo())) {
    if (spent() > longest) throw new NoAnswer(`${what}: not within ${longest} s`);
    await wait(every);
  }
  return spent();
};

export const statusOf = async ({ clients, endpoint }: Pick<Lab, 'clients' | 'endpoint'>): Promise<string> =>
  (await clients.sagemaker.send(new DescribeEndpointCommand({ EndpointName: endpoint.name }))).EndpointStatus ?? '';
/** Until the endpoint has settled; a failed one is no answer. */
export const secondsUntilInService = (lab: Pick<Lab, 'clients' | 'endpoint' | 'now' | 'wait'>): Promise<number> =>
  secondsUntil(
    lab,
    async () => {
      const status = await statusOf(lab);
      if (status === 'Failed') throw new NoAnswer('the endpoint failed: look at its log group, then try another model');
      return status === 'InService';
    },
    STATE_EVERY,
    LONGEST_STATE,
    'InService',
  );

export type Heard = 'allowed' | 'denied';
/** What the caller is answered now. A model that dislikes the body was reached all the same. */
const heard = async ({ caller, endpoint }: Pick<Lab, 'caller' | 'endpoint'>): Promise<Heard> => {
  try {
    await caller.runtime.send(new InvokeEndpointCommand({ EndpointName: endpoint.name, ContentType: 'application/json', Body: '{}' }));
    return 'allowed';
  } catch (thrown) {
    const name = thrown instanceof Error ? thrown.name : '';
    if (name.startsWith('AccessDenied')) return 'denied';
    if (name === 'ModelError' || name.startsWith('Validation')) return 'allowed';
    throw thrown;
  }
};
export const secondsUntilHeard = (lab: Lab, wanted: Heard): Promise<number> =>
  secondsUntil(lab, async () => (await heard(lab)) === wanted, CALL_EVERY, LONGEST_CALL, wanted);

/** A call of which nobody knows whether AWS takes it. Only a refusal of the request itself is an answer. */
export const verdictOf = async (call: () => Promise<unknown>): Promise<Measurement> => {
  try {
    await call();
    return { verdict: 'accepted' };
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name.startsWith('Validation')) return { verdict: 'refused', text: thrown.message };
    throw thrown;
  }
};
