import type { Detection } from '../../core/finding/detection.ts';
import type { Surroundings } from '../../core/finding/finding.ts';
import { sessionNameOf } from '../../core/id.ts';
import type { StepView } from '../../core/run/run.ts';
import { plus } from '../../core/time.ts';
import { readIncident } from '../append.ts';
import type { Desk } from '../desk.ts';

/** Clocks differ, and CloudTrail writes whole seconds. */
const SKEW_SECONDS = 5;

const writesOf = (step: StepView) => (step.verb === 'undo' ? (step.undoWrites ?? []) : step.plan.writes);

/** Had this step, which was permitted, set out to make this very call on this very resource when it was made? */
const setOutTo = (step: StepView, { attributes, resources, observedAt }: Detection): boolean => {
  const { startedAt, endedAt, plan } = step;
  const operation = `${String(attributes['service']).split('.')[0]}:${String(attributes['call'])}`;
  return (
    startedAt !== undefined &&
    observedAt >= plus(startedAt, -SKEW_SECONDS) &&
    (endedAt === undefined || observedAt <= plus(endedAt, SKEW_SECONDS)) &&
    writesOf(step).some((write) => write.operation === operation) &&
    resources.some(({ arn }) => arn === plan.target.arn)
  );
};

/**
 * A process that dies, or whose answer is lost, after a call never learns the call's request id. What it had set out to do stands in the
 * ledger before the call, under a grant; the session's name says by which run and step.
 */
const byStep = async (desk: Desk, detection: Detection): Promise<boolean> => {
  const session =
    String(detection.attributes['identity'] ?? '')
      .split('/')
      .at(-1) ?? '';
  if (!session.startsWith('run-')) return false;
  for (const incidentId of await desk.ledger.incidents()) {
    const { runs, believed } = await readIncident(desk, incidentId);
    const steps = runs.flatMap((run) => run.steps).filter(({ runId, path }) => sessionNameOf(runId, path) === session);
    if (believed.brokenAt === undefined && steps.some((step) => setOutTo(step, detection))) return true;
  }
  return false;
};

/** A call by one of our own roles: does the ledger know it (design §3.6)? `undefined`: it is not one of ours. */
export const ownCall = async (desk: Desk, detection: Detection): Promise<Surroundings['own']> => {
  const role = desk.policy.ownRoles.find((own) =>
    detection.principals.some(
      (principal) => principal === own || principal.startsWith(`${own.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/`),
    ),
  );
  if (role === undefined) return undefined;
  const { requestId } = detection.attributes;
  if (typeof requestId === 'string' && (await desk.footsteps.knows(requestId))) return { role, matched: true };
  return { role, matched: (await byStep(desk, detection)) && 'step' };
};
