import { arnOf } from '../sagemaker/state.ts';
import { startCaller } from '../traffic.ts';
import { businessOf, type Business } from '../traffic/business.ts';
import type { World } from '../world.ts';
import { ACCOUNTS, REGION, roleOf } from './company.ts';
import type { At } from './storage.ts';

const PLACE = { account: ACCOUNTS.workload, region: REGION };
export const FRAUD_METRICS = 'Northbank/Fraud';
export const ASSISTANT_METRICS = 'Northbank/Assistant';
/** The guardrail in front of the assistant. */
export const GUARDRAIL = { arn: `arn:aws:bedrock:${REGION}:${ACCOUNTS.workload}:guardrail/nbassistant1`, version: '1' };

/** Who calls the models in an ordinary week, and what the applications around them measure. */
export const seedTraffic = (world: World, at: At): void => {
  const calls = (role: string, endpoint: string, requestsPerSecond: number): void =>
    startCaller(world, { roleArn: roleOf('workload', role), endpoint: arnOf(PLACE, 'endpoint', endpoint), requestsPerSecond });
  const measures = (business: Omit<Business, 'account' | 'region'>): void =>
    businessOf(world).put(business.endpoint, { ...PLACE, ...business });
  at('2026-09-01T10:00:00Z', () => {
    calls('checkout-api', 'fraud-scorer', 114);
    calls('batch-nightly', 'fraud-scorer', 6);
    calls('loan-app', 'credit', 20);
    calls('crm', 'churn', 2);
    measures({ endpoint: 'fraud-scorer', namespace: FRAUD_METRICS, kind: 'decisions' });
  });
  at('2026-11-10T10:00:00Z', () => {
    calls('web-chat', 'assistant', 40);
    calls('partner-bot', 'assistant', 3);
    measures({ endpoint: 'assistant', namespace: ASSISTANT_METRICS, kind: 'conversation', guardrail: GUARDRAIL });
  });
};
