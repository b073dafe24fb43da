import { appendFileSync, chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { DescribeEndpointCommand, DescribeModelPackageCommand, ListTagsCommand } from '@aws-sdk/client-sagemaker';
import type { ActionCaller } from '../../engine/ports.ts';
import type { Range } from '../../tabletop/range/range-api.ts';
import { outsideOf } from '../engine/world-parts.ts';
import { ACCOUNT, FRAUD_SCORER, makeWorld, type World } from '../engine/world.ts';
import { meaningOf } from './sandbox-meaning.ts';
import { NIGHTS, type Night, type NightName } from './sandbox-nights.ts';

/** CloudTrail tells of a call minutes later: every own footstep has come back by then. */
const AFTERWARDS_SECONDS = 1200;
/** Reading everything once a minute would be most of the work. */
const SWEEP_SECONDS = 300;

const LOOK_AGAIN: ReadonlySet<string> = new Set(['containment.changed', 'approval.requested']);

/** What is left when everything is over: it must not depend on when a process died. */
export type Final = Awaited<ReturnType<typeof finalOf>>;
/** One look from outside, in the order in which they were taken. */
export interface Seen {
  readonly life: string;
  readonly checkout: 'answered' | 'denied';
  /** The ledger says so. */
  readonly word: string;
  readonly releaseGranted: boolean;
}

const releaseGranted = "SELECT 1 FROM event WHERE type = 'grant.issued' AND json_extract(json, '$.data.grant.verb') = 'undo'";
const lastWord =
  "SELECT json_extract(json, '$.data.to') AS word FROM event WHERE type = 'containment.changed' ORDER BY position DESC LIMIT 1";

/** A caller calls its endpoint all the time; this one sees what it gets, whenever something could have changed. */
const observer = (directory: string, life: string, { role, endpoint }: Night['watched']) => {
  let look = async (): Promise<void> => {};
  let last: Promise<void> = Promise.resolve();
  const soon = (): Promise<void> => (last = last.then(() => look()));
  const watch = async (range: Range, database: DatabaseSync): Promise<void> => {
    const outside = outsideOf(range);
    const hasLedger = () => database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'event'").get() !== undefined;
    look = async () => {
      const checkout = await outside.calls(role, endpoint);
      const word = hasLedger() ? String(database.prepare(lastWord).get()?.['word'] ?? 'none') : 'none';
      const seen: Seen = { life, checkout, word, releaseGranted: hasLedger() && database.prepare(releaseGranted).get() !== undefined };
      appendFileSync(join(directory, 'seen.log'), `${JSON.stringify(seen)}\n`);
    };
    range.onChange(() => void soon());
    await soon();
  };
  return { watch, soon, done: () => last };
};

/** Every apply and undo that was begun, and whether its answer came back, in files that outlive the process. */
const logged =
  (directory: string, hook: (point: string) => void, look: () => Promise<void>) =>
  (caller: ActionCaller): ActionCaller => ({
    call: async (action, target, request) => {
      const effect = request.verb === 'apply' || request.verb === 'undo';
      const note = (when: 'begun' | 'answered') => effect && appendFileSync(join(directory, 'calls.log'), `${when} ${request.key}\n`);
      hook(`before call ${request.verb}`);
      note('begun');
      const reply = await caller.call(action, target, request);
      hook(`after call ${request.verb}`);
      note('answered');
      if (effect) await look();
      return reply;
    },
  });

/** Nobody answers anything: rounds pass, and what the owner declared for that case happens, or nothing. */
const waitItOut = (world: World): Promise<void> =>
  world.until(async () =>
    (await world.incidents()).every(({ runs }) => runs.every(({ status }) => status === 'completed' || status === 'failed')),
  );

/** People answer whatever waits, until nothing does and the endpoint is released. */
const answerEverything = async (world: World, { answers, release, beforeReleaseSeconds }: Night): Promise<void> => {
  for (let round = 0; round < 20; round += 1) {
    await world.settled();
    const cards = await world.waiting();
    for (const { number, risk, seats, target } of cards) {
      const filled = seats.map(({ filledBy }) => filledBy);
      for (const person of answers[risk] ?? []) if (!filled.includes(person)) await world.vote(number, person, 'grant', target.name);
    }
    const [incident] = await world.incidents();
    const open = (incident?.choices ?? []).filter(({ made }) => made === undefined);
    for (const { number } of open) await world.command('choose', { choice: `C-${number}`, answer: 'rollback' }, 'ann');
    if (cards.length + open.length > 0) continue;
    if (incident === undefined || incident.runs.some(({ order }) => order.kind === 'release')) return;
    await world.pass(beforeReleaseSeconds);
    const { exit, lines } = await world.command('release', { endpoint: release }, 'you');
    if (exit !== 4) throw new Error(`release: exit ${exit}: ${lines.join(' ')}`);
  }
  throw new Error('still waiting after 20 rounds of answers');
};

const flipOneByte = (directory: string): void => {
  const items = readdirSync(join(directory, 'evidence'), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.parentPath.includes('item'),
  );
  const path = items.map((entry) => join(entry.parentPath, entry.name)).toSorted()[0];
  if (path === undefined) throw new Error('there is no evidence item');
  const bytes = readFileSync(path);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  chmodSync(path, 0o600);
  writeFileSync(path, bytes);
};

const rangeEnd = async (world: World) => {
  const { sagemaker } = world.as('admin');
  const endpoint = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' }));
  const { Tags } = await sagemaker.send(new ListTagsCommand({ ResourceArn: FRAUD_SCORER }));
  const status = async (version: number) => {
    const ModelPackageName = `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:model-package/fraud-model/${version}`;
    const found = await sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName }));
    return [version, found.ModelApprovalStatus, found.ApprovalDescription];
  };
  return {
    config: endpoint.EndpointConfigName,
    status: endpoint.EndpointStatus,
    instances: endpoint.ProductionVariants?.map(({ VariantName, CurrentInstanceCount, DesiredInstanceCount }) => [
      VariantName,
      CurrentInstanceCount,
      DesiredInstanceCount,
    ]),
    tags: Tags,
    packages: await Promise.all([5, 6, 7].map(status)),
    callers: await Promise.all(['checkout-api', 'batch-nightly', 'cordon-canary-covered'].map((role) => world.calls(role))),
    chats: await Promise.all(['web-chat', 'partner-bot'].map((role) => world.calls(role, 'assistant'))),
  };
};

interface TrailRecord {
  readonly at: number;
  readonly record: {
    readonly eventName: string;
    readonly readOnly: boolean;
    readonly errorCode?: string;
    readonly userIdentity: { readonly arn: string };
  };
}
/** Every call of Cordon's that changed something, or tried to, as the account's own CloudTrail has it. */
const mutations = ({ range }: World): readonly string[] =>
  Object.entries(range.exportState())
    .filter(([key]) => key.startsWith('cloudtrail.event/'))
    .map(([, json]): TrailRecord => JSON.parse(json))
    .filter(({ record }) => !record.readOnly && record.userIdentity.arn.includes('/cordon-'))
    .map(({ record }) => `${record.eventName}${record.errorCode === undefined ? '' : ` ${record.errorCode}`}`);

const finalOf = async (world: World, directory: string, inOrder: (lines: readonly string[]) => readonly string[]) => {
  await world.pass(AFTERWARDS_SECONDS);
  const [incident] = await world.incidents();
  const number = incident?.evidence[0]?.number ?? 0;
  const verify = async () => (await world.command('evidence-verify', { evidence: `E-${number}`, trust: world.signer.keyId }, 'you')).exit;
  const intact = await verify();
  const bundles =
    incident === undefined
      ? []
      : readdirSync(join(directory, 'evidence'), { recursive: true }).filter(
          (path) => String(path).includes(incident.incidentId) && !String(path).endsWith(incident.incidentId),
        );
  flipOneByte(directory);
  return {
    incidents: (await world.incidents()).length,
    brokenAt: incident?.believed.brokenAt ?? null,
    forged: incident?.believed.forged.length ?? 0,
    meaning: inOrder(meaningOf(incident?.believed.events ?? [])),
    range: await rangeEnd(world),
    mutations: mutations(world),
    bundles: bundles.length,
    /** Of the events that came back, what was not simply recorded. */
    strange: [
      // An event that was under way at a death comes again.
      ...new Set(
        (await world.sandbox.desk.decisions.recent(1000))
          .filter(({ outcome }) => outcome !== 'record' && outcome !== 'respond')
          .map(({ sentence }) => sentence),
      ),
    ],
    verify: [intact, await verify()],
  };
};

interface Life {
  readonly night: NightName;
  readonly directory: string;
  /** Tells its looks from those of other lives. */
  readonly life: string;
  readonly hook: (point: string) => void;
  /** How long after the last one it begins. */
  readonly downSeconds: number;
}
/** One life of the product on the files of a directory: the sample is sent, people answer, everything ends. */
export const live = async ({ night: name, directory, life, hook, downSeconds }: Life): Promise<Final> => {
  const night: Night = NIGHTS[name];
  const outside = observer(directory, life, night.watched);
  const world = await makeWorld({
    directory,
    hook,
    downSeconds,
    sweepSeconds: SWEEP_SECONDS,
    ...(Object.keys(night.playbooks).length > 0 && { playbooks: join(directory, 'playbooks') }),
    opened: outside.watch,
    between: logged(directory, hook, outside.soon),
  });
  // A deny by policy takes effect without a change that anybody could see from outside.
  world.sandbox.subscribe((events) => void (events.some(({ type }) => LOOK_AGAIN.has(type)) && outside.soon()));
  await world.send(night.sample);
  await (Object.keys(night.answers).length === 0 ? waitItOut(world) : answerEverything(world, night));
  const final = await finalOf(world, directory, (lines) => (night.inOrder ? lines : lines.toSorted()));
  await outside.done();
  await world.close();
  return final;
};
