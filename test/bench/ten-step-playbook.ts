import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { realClock } from '../../adapters/clock.ts';
import { makeDiskEvidence } from '../../adapters/evidence-disk.ts';
import { makeLocalSigner } from '../../adapters/signer-local.ts';
import { RUN_FUNCTION } from '../../adapters/runs-local.ts';
import { openDatabase } from '../../adapters/sqlite.ts';
import { incidentIdOf } from '../../core/id.ts';
import type { ActionReply } from '../../core/action/request.ts';
import type { PlaybookDocument } from '../../core/playbook/document.ts';
import { orderRun } from '../../engine/commands/order.ts';
import type { ActionCaller } from '../../engine/ports.ts';
import { northbankPolicy } from '../../tabletop/northbank-policy.ts';
import { rangeAccess } from '../../tabletop/range-access.ts';
import { createRange } from '../../tabletop/range/range.ts';
import { makeSandbox } from '../../tabletop/sandbox.ts';
import { isCommit, STEPS, type Engine } from './ten-steps.ts';

const TARGET = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer';
/** Reads only, so that nobody is asked and nothing is in the way of the next run. */
const ACTION = 'evidence.snapshot-endpoint';
const PERSON = { kind: 'human', id: 'you', via: 'cli' } as const;

const document: PlaybookDocument = {
  apiVersion: 'cordon/v1',
  kind: 'Playbook',
  metadata: { id: 'ten-steps', version: '1.0.0', title: 'Ten steps', owner: 'cordon', references: { atlas: [], owaspLlm: [] } },
  mode: 'enforce',
  steps: Array.from({ length: STEPS }, (_, index) => ({
    id: `step-${index + 1}`,
    phase: 'investigate',
    uses: ACTION,
    with: { endpoint: TARGET },
  })),
};

/** What the real action said the first time is said again at once: the engine is measured, not the pretend AWS. */
const atOnce = (caller: ActionCaller): ActionCaller => {
  const said = new Map<string, ActionReply>();
  return {
    call: async (action, target, request) => {
      const kind = `${action} ${request.verb}`;
      const reply = said.get(kind) ?? (await caller.call(action, target, request));
      said.set(kind, reply);
      return reply;
    },
  };
};

/** Of one run; every run has as many. */
export interface Counts {
  readonly operations: number;
  readonly facts: number;
  readonly commits: number;
}
/** The whole engine on one machine: plan, permission, grant, effect, proof and ledger of every step, each run in an incident of its own. */
export const tenStepPlaybook = async (
  directory: string,
  durability: 'FULL' | 'NORMAL',
): Promise<Engine & { readonly counts: () => Counts }> => {
  mkdirSync(directory);
  const database = openDatabase(join(directory, 'playbook.db'), durability);
  let [commits, runs] = [0, 0];
  let counts: Counts = { operations: 0, facts: 0, commits: 0 };
  const timeline = realClock();
  const signer = await makeLocalSigner(join(directory, 'keys'), 'cordon');
  const range = createRange({ clock: { pace: 1, now: () => timeline.now(), after: () => () => {} } });
  const sandbox = makeSandbox({
    database,
    timeline,
    signer,
    access: rangeAccess(range),
    evidence: makeDiskEvidence({ directory: join(directory, 'evidence'), signer }),
    policy: await northbankPolicy(),
    playbooks: 'playbooks',
    exercise: false,
    sample: async () => undefined,
    between: atOnce,
    hook: (point) => void (isCommit(point) && (commits += 1)),
  });
  const { desk, host } = sandbox;
  return {
    name: durability === 'FULL' ? 'Cordon, with fsync' : 'Cordon, without fsync',
    keeps: durability === 'FULL' ? 'all, also after a power cut' : 'all, unless the power is cut',
    counts: () => counts,
    run: async () => {
      const before = commits;
      runs += 1;
      const correlationKey = `bench:${runs}`;
      const incidentId = incidentIdOf(correlationKey, 1);
      const opened = {
        incidentClass: 'open-incident',
        title: 'A benchmark',
        sev: 3,
        sevBecause: 'nothing happened',
        number: runs,
        correlationKey,
        generation: 1,
      } as const;
      const order = { kind: 'manual', document: JSON.parse(JSON.stringify(document)), by: PERSON } as const;
      const runId = await orderRun(desk, incidentId, order, 'enforce', PERSON, [
        { id: `${incidentId}:opened`, type: 'incident.opened', actor: PERSON, data: opened },
      ]);
      const { arn, done } = host.start(RUN_FUNCTION, { runId, incidentId }, runId);
      await done;
      const facts = await desk.ledger.read(incidentId);
      // The first operation is the execution itself.
      counts = { operations: host.operations(arn).length - 1, facts: facts.length, commits: commits - before };
      return facts.filter((event) => event.type === 'step.ended' && event.data.result.proof.kind === 'proven').length;
    },
    close: async () => {
      await sandbox.close();
      range.close();
      database.close();
    },
  };
};
