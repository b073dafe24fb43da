import type { Arn } from '../../core/asset/resource.ts';
import { incidentIdOf } from '../../core/id.ts';
import type { JsonObject } from '../../core/json.ts';
import { targetOf } from '../../core/asset/resource.ts';
import { orderRun } from '../../engine/commands/order.ts';
import { FRAUD_SCORER, type World } from './world.ts';

export const QUARANTINE = 'sagemaker.quarantine-endpoint';
export const quarantine = (endpoint: string = FRAUD_SCORER): JsonObject => ({
  id: 'deny',
  phase: 'contain',
  uses: QUARANTINE,
  with: { endpoint },
});
export const rollback: JsonObject = {
  id: 'rollback',
  phase: 'contain',
  uses: 'sagemaker.rollback-endpoint',
  with: { endpoint: FRAUD_SCORER, badData: ['s3://nb-train/partner/'], badSince: '2026-11-18T02:10:00.000Z' },
};
export const reject = (id: string, version: string): JsonObject => ({
  id,
  phase: 'eradicate',
  uses: 'sagemaker.reject-model-package',
  with: { modelPackage: `arn:aws:sagemaker:eu-west-1:111122223333:model-package/${version}` },
});

/** Another incident of another class about an endpoint, with a run that a person ordered by hand. */
export const another = async (world: World, what: string, steps: readonly JsonObject[], person = 'dee', endpoint: Arn = FRAUD_SCORER) => {
  const { desk } = world.sandbox;
  const actor = { kind: 'human', id: person, via: 'cli' } as const;
  const correlationKey = `test:${what}`;
  const incidentId = incidentIdOf(correlationKey, 1);
  const number = await desk.ledger.nextNumber('incident');
  const data = {
    incidentClass: 'model-tampering',
    title: what,
    sev: 2 as const,
    sevBecause: 'of the test',
    number,
    correlationKey,
    generation: 1,
    target: targetOf(endpoint),
  };
  const document = {
    apiVersion: 'cordon/v1',
    kind: 'Playbook',
    metadata: { id: 'by-hand', version: '1.0.0', title: what, owner: 'cordon', references: { atlas: [], owaspLlm: [] } },
    mode: 'enforce',
    onEvidenceFailure: 'contain',
    steps: [...steps],
  };
  const order = { kind: 'manual', document, by: actor } as const;
  const opening = { id: `${incidentId}:opened`, type: 'incident.opened', actor, data } as const;
  const runId = await orderRun(desk, incidentId, order, 'enforce', actor, [opening]);
  const state = async () => {
    const found = (await world.incidents()).find((one) => one.incidentId === incidentId);
    if (found === undefined) throw new Error('the incident is gone');
    return found;
  };
  return { incidentId, runId, number, state };
};
