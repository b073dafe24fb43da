import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { realClock } from '../adapters/clock.ts';
import { makeDiskEvidence } from '../adapters/evidence-disk.ts';
import { makeLocalSigner } from '../adapters/signer-local.ts';
import { openDatabase } from '../adapters/sqlite.ts';
import { createConsole } from '../console/server.ts';
import { daysSinceStory, shiftDays } from '../core/finding/shift-days.ts';
import { secondsBetween, spoken } from '../core/time.ts';
import { allIncidents } from '../engine/commands/answer.ts';
import type { Policy } from '../engine/desk.ts';
import { keptState } from './kept-state.ts';
import { deferredBackend } from './deferred-backend.ts';
import { sandboxBackend } from './backend.ts';
import { claimDirectory } from './claim.ts';
import { northbankPolicy } from './northbank-policy.ts';
import { rangeAccess } from './range-access.ts';
import { makeSandbox, type Sandbox } from './sandbox.ts';
import { withAccounts, type SlackSetting } from './slack-setting.ts';
import { openSlack } from './local-slack.ts';
import { news } from './news.ts';
import { createRange } from './range/range.ts';
import type { Range } from './range/range-api.ts';

export interface LocalOptions {
  readonly dataDir: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly rangePort: number;
  readonly fresh: boolean;
  /** @default the emulated one */
  readonly slack?: SlackSetting;
  /** Folder of playbooks. @default the shipped ones */
  readonly playbooks?: string;
  readonly print: (line: string) => void;
}
export interface Local {
  readonly url: string;
  readonly rangeUrl: string;
  readonly key: string;
  readonly close: () => Promise<void>;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** AWS's own waits run this much faster in the sandbox; people's deadlines do not (design §4.7). */
const PACE = 60;
const SWEEP_MILLISECONDS = 15_000;
const SAMPLE = /^[a-z][a-z0-9-]{0,63}$/;

const answers = async (range: Range): Promise<boolean> => {
  const { Account } = await new STSClient(range.clientConfig('admin')).send(new GetCallerIdentityCommand({}));
  return Account !== undefined;
};

/** What waits for whom, after a restart: nobody should have to ask. */
const tellResumed = async (sandbox: Sandbox, resumed: number, print: LocalOptions['print']): Promise<void> => {
  if (resumed === 0) return;
  const found = await allIncidents(sandbox.desk);
  const now = sandbox.desk.clock.now();
  const waiting = found.flatMap(({ card }) =>
    [
      ...card.waiting.map(({ number, until }) => ({ id: `A-${number}`, until })),
      ...card.choices.flatMap(({ number, until, state }) => (state === 'waiting' ? [{ id: `C-${number}`, until }] : [])),
    ].map(({ id, until }) => `INC-${card.number} is waiting for ${id} (${spoken(Math.max(0, secondsBetween(now, until)))} left)`),
  );
  print(`Resumed ${resumed} run${resumed === 1 ? '' : 's'}${waiting.length === 0 ? '' : `: ${waiting.join('; ')}`}.`);
};

/** Everything but the claim, which says that this is ours. */
const forget = async (dataDir: string): Promise<void> => {
  for (const name of await readdir(dataDir)) if (name !== 'claim') await rm(join(dataDir, name), { recursive: true, force: true });
};

/** The pretend organisation as it was left, or a new one; from now on every change of it is kept before it is answered. */
const keptRange = async (state: ReturnType<typeof keptState>, shiftDays: number): Promise<Range> => {
  const kept = state.state();
  const range = createRange({ seed: 'northbank', pace: PACE, world: 'northbank', shiftDays, ...(kept && { state: kept }) });
  if (kept === undefined) state.save(Object.entries(range.exportState()).map(([key, json]) => ({ key, json })));
  range.onChange(state.save);
  return range;
};

/** The whole product on one machine: console, events, the pretend AWS organisation. A killed process resumes from its data directory. */
export const startLocal = async (options: LocalOptions): Promise<Local> => {
  const { dataDir, port, rangePort, fresh, print, slack: setting = { kind: 'emulated' } } = options;
  const reviewed = await northbankPolicy();
  const policy: Policy = { ...reviewed, assets: withAccounts(reviewed.assets, setting) };
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const release = await claimDirectory(dataDir);
  if (fresh) await forget(dataDir);
  const timeline = realClock();
  const database = openDatabase(join(dataDir, 'state.db'));
  const state = keptState(database);
  const days = state.once('shift-days', () => String(daysSinceStory(Date.now())));
  const range = await keptRange(state, Number(days)).catch(async (thrown: unknown) => {
    database.close();
    await release();
    throw thrown;
  });
  // Kept, so that a page that is open comes back by itself after a restart.
  const key = state.once('console-key', () => randomBytes(16).toString('hex'));
  const slack = await openSlack({ setting, assets: policy.assets, database, timeline, kept: state, print });
  const later = deferredBackend({ ...(slack.box && { slackbox: slack.box }) });
  const console = createConsole({ backend: later.backend, key, place: policy.place });
  const listening = await console.listen(port).catch(async (thrown: unknown) => {
    await slack.close();
    await release();
    throw thrown;
  });
  const signer = await makeLocalSigner(join(dataDir, 'keys'), 'cordon');
  const pretend = await range.listen(rangePort).catch(async (thrown: unknown) => {
    await listening.close();
    await slack.close();
    await release();
    throw thrown;
  });
  const sample = async (name: string) =>
    SAMPLE.test(name)
      ? readFile(join(ROOT, 'samples', `${name}.json`), 'utf8').then(
          (text) => shiftDays(text, Number(days)),
          () => undefined,
        )
      : undefined;
  const sandbox = makeSandbox({
    database,
    timeline,
    signer,
    policy,
    sample,
    exercise: false,
    waitPace: PACE,
    access: rangeAccess(range),
    evidence: makeDiskEvidence({ directory: join(dataDir, 'evidence'), signer }),
    playbooks: options.playbooks ?? join(ROOT, 'playbooks'),
  });
  const samples = (await readdir(join(ROOT, 'samples'))).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : []));
  const told = news(sandbox, print);
  const unsubscribe = range.events.subscribe((event) => void sandbox.intake(JSON.stringify(event)).then(told.receipts));
  later.settle(sandboxBackend(sandbox, { range: () => answers(range), samples, onReceipts: told.receipts }));
  await tellResumed(sandbox, await sandbox.resume(), print);
  slack.connect(sandbox);
  const sweeping = setInterval(() => void sandbox.sweep(), SWEEP_MILLISECONDS);
  const url = `http://127.0.0.1:${listening.port}`;
  await writeFile(
    join(dataDir, 'server.json'),
    JSON.stringify({ url, rangeUrl: pretend.endpoint, key, pid: process.pid, place: policy.place, shiftDays: Number(days) }),
    { mode: 0o600 },
  );
  return {
    url,
    rangeUrl: pretend.endpoint,
    key,
    close: async () => {
      clearInterval(sweeping);
      unsubscribe();
      told.stop();
      await listening.close();
      await slack.close();
      await pretend.close();
      await sandbox.close();
      range.close();
      database.close();
      await rm(join(dataDir, 'server.json'), { force: true });
      await release();
    },
  };
};
