import { ListTagsCommand } from '@aws-sdk/client-sagemaker';
import { incidentFor, orderRun } from '../../../engine/commands/order.ts';
import { targetOf } from '../../../core/asset/resource.ts';
import { FRAUD_SCORER, makeWorld, type World } from '../world.ts';
import type { Way } from './ways.ts';

/** What is true in the end, for somebody who looks at the account and at the ledger from outside. */
export interface Seen {
  /** The value of the quarantine tag, in the words of the ledger: `its incident`. */
  readonly tag: string;
  readonly callers: readonly string[];
  /** Steps that it took back, asked somebody to take back, or tried to. */
  readonly undone: readonly string[];
  readonly says: string;
}
const PEOPLE = ['you', 'cy', 'bo', 'ann', 'dee'];

/** Steps that people are asked about now. */
const questions = async (world: World) =>
  (await world.incidents()).flatMap(({ approvals }) =>
    approvals.flatMap(({ approval: { number, step, target }, state }) =>
      state.kind === 'pending' ? [{ number, step, name: targetOf(target).name }] : [],
    ),
  );
const isOver = async (world: World): Promise<boolean> =>
  (await world.incidents()).every(({ runs }) => runs.every(({ status }) => status !== 'running' && status !== 'requested'));
/** Everybody says yes to everything, also to what only a mistaken machine would ask; about the step that fails, what the way wants. */
const answerAll = async (world: World, { people }: Way): Promise<void> => {
  for (let round = 0; round < 24; round += 1) {
    // Not until it is settled: a step that crashed is under way for ever.
    await world.until(async () => (await questions(world)).length > 0 || (await isOver(world)));
    const waiting = await questions(world);
    if (waiting.length === 0) return;
    for (const { number, step, name } of waiting) {
      const does = step === 'later' ? people : 'say yes';
      if (does === 'are silent') await world.pass(25 * 3600);
      else for (const person of PEOPLE) await world.vote(number, person, does === 'say yes' ? 'grant' : 'deny', name);
    }
  }
  throw new Error('people are asked on and on');
};

export const play = async (way: Way): Promise<Seen> => {
  const world = await makeWorld({ ...(way.line && { between: way.line }) });
  try {
    const { desk } = world.sandbox;
    const by = { kind: 'human', id: 'you', via: 'cli' } as const;
    const { incidentId, opening } = await incidentFor(desk, targetOf(FRAUD_SCORER), by);
    const document = {
      apiVersion: 'cordon/v1',
      kind: 'Playbook',
      metadata: { id: 'by-hand', version: '1.0.0', title: 't', owner: 'o', references: { atlas: [], owaspLlm: [] } },
      mode: 'enforce',
      onEvidenceFailure: 'contain',
      steps: way.steps,
    };
    const release = world.timeline.hold();
    const runId = await orderRun(desk, incidentId, { kind: 'manual', document, by }, way.mode ?? 'enforce', by, opening).finally(release);
    await answerAll(world, way);
    const ledger = await world.ledger();
    const [tag] = ((await world.as('admin').sagemaker.send(new ListTagsCommand({ ResourceArn: FRAUD_SCORER }))).Tags ?? []).filter(
      ({ Key }) => Key === 'cordon:quarantine',
    );
    const ended = ledger.flatMap((event) => (event.type === 'run.ended' && event.data.runId === runId ? [event.data.because] : []));
    return {
      tag: tag?.Value === incidentId ? 'its incident' : String(tag?.Value),
      callers: await Promise.all(['checkout-api', 'batch-nightly'].map((role) => world.calls(role))),
      undone: ledger.flatMap((event) =>
        (event.type === 'step.planned' && event.data.verb === 'undo') ||
        (event.type === 'step.skipped' && event.data.path.endsWith('-undo'))
          ? [event.data.path]
          : [],
      ),
      says: ended.join(' / '),
    };
  } finally {
    await world.close();
  }
};
