import type { DatabaseSync } from 'node:sqlite';
import type { Timeline } from '../adapters/clock.ts';
import { personBySlackId } from '../adapters/slack/desk.ts';
import { slackMessenger } from '../adapters/slack/messenger.ts';
import { outboxDriver } from '../adapters/slack/outbox-driver.ts';
import { outboxIn } from '../adapters/slack/outbox-in.ts';
import { sqliteOutbox } from '../adapters/slack/outbox-sqlite.ts';
import { openSocket, type Socket, type SocketTokens } from '../adapters/slack/socket.ts';
import { COMMANDS, runCommand } from '../engine/commands/index.ts';
import { keepNews, tell } from '../engine/outbox.ts';
import type { Sandbox } from './sandbox.ts';

export interface SlackHere {
  readonly sandbox: Sandbox;
  readonly database: DatabaseSync;
  readonly timeline: Timeline;
  readonly tokens: SocketTokens;
  /** Id of the one channel for incidents. */
  readonly channel: string;
  /** https://slack.com/api/, or an emulator's; ends with a slash. */
  readonly apiUrl: string;
  readonly print: (line: string) => void;
}
export interface Connected {
  /** Commands and clicks arrive from now on. */
  readonly hears: Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The ledger through the outbox: what an earlier process left untold too, also when it died between a fact and the note that there is news. */
const speak = ({ sandbox, database, timeline, tokens, channel, apiUrl, print }: SlackHere): (() => Promise<void>) => {
  const { desk } = sandbox;
  const outbox = outboxIn(channel, sqliteOutbox(database));
  const messenger = slackMessenger({ botToken: tokens.botToken, apiUrl, channel });
  const driver = outboxDriver({
    outbox,
    timeline,
    tell: (incidentId) => tell({ ...desk, outbox, messenger }, incidentId),
    waits: (_, why) => print(`Slack is not told yet: ${why}. It will be, as soon as it can be.`),
  });
  const lost = (thrown: unknown): void => print(`Slack: news could not be kept: ${String(thrown)}`);
  const unsubscribe = sandbox.subscribe((events) => void keepNews({ outbox }, events).then(driver.look, lost));
  const catchUp = async (): Promise<void> => {
    for (const id of await desk.ledger.incidents()) await keepNews({ outbox }, (await desk.ledger.read(id)).slice(-1));
  };
  const caughtUp = catchUp().then(driver.look, lost);
  return async () => {
    unsubscribe();
    await caughtUp;
    await driver.stop();
  };
};

/** Between attempts after a refusal, such as of a token: 1, 2, 4 … seconds, at most this. */
const LONGEST_WAIT_SECONDS = 30;
/** Its client tries again by itself while Slack is away, and says nothing. */
const SILENCE_MILLISECONDS = 5000;

/** Commands and clicks over Socket Mode. A Slack that cannot be reached is said once and tried again, and holds up nothing. */
const hear = ({ sandbox: { desk }, tokens, apiUrl, print }: SlackHere): Connected => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let [said, closed] = ['', false];
  let waiting: NodeJS.Timeout | undefined;
  let socket: Socket | undefined;
  const say = (why: string): void => {
    if (!closed && why !== said) print(`Slack cannot be reached: ${why}. Everything else works, and it is tried again.`);
    said = why;
  };
  const attempt = async (seconds: number): Promise<void> => {
    const silent = setTimeout(() => say('no answer'), SILENCE_MILLISECONDS);
    socket = openSocket(tokens, {
      apiUrl,
      desk: {
        verbs: COMMANDS,
        command: (verb, args, actor) => runCommand(desk, verb, args, actor),
        person: personBySlackId(desk.policy.assets.people),
      },
      trouble: (what, thrown) => print(`Slack: ${what}: ${String(thrown)}`),
    });
    try {
      await socket.started;
      resolve();
    } catch (thrown) {
      say(thrown instanceof Error ? thrown.message : String(thrown));
      await socket.stop();
      if (!closed) waiting = setTimeout(() => void attempt(Math.min(LONGEST_WAIT_SECONDS, seconds * 2)), seconds * 1000);
    } finally {
      clearTimeout(silent);
    }
  };
  void attempt(1);
  return {
    hears: promise,
    stop: async () => {
      closed = true;
      clearTimeout(waiting);
      await socket?.stop();
    },
  };
};

/** Slack on a laptop. Nothing listens here, and a crash sends nothing twice. */
export const connectSlack = (here: SlackHere): Connected => {
  const hush = speak(here);
  const { hears, stop } = hear(here);
  return {
    hears,
    stop: async () => {
      await hush();
      await stop();
    },
  };
};
