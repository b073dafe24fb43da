import { createHmac, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Timeline } from '../adapters/clock.ts';
import { createSlackbox, type Slackbox } from '../console/slackbox/slackbox.ts';
import type { AssetsFile } from '../core/asset/asset.ts';
import type { keptState } from './kept-state.ts';
import type { Sandbox } from './sandbox.ts';
import type { Connected, SlackHere } from './slack-here.ts';
import type { SlackSetting } from './slack-setting.ts';

const CHANNEL = 'ai-incidents';

export interface LocalSlack {
  /** The emulated workspace, for the page. */
  readonly box?: Slackbox;
  /** When the sandbox is there. */
  readonly connect: (sandbox: Sandbox) => void;
  readonly close: () => Promise<void>;
}
interface Parts {
  readonly setting: SlackSetting;
  readonly assets: AssetsFile;
  readonly database: DatabaseSync;
  readonly timeline: Timeline;
  readonly kept: ReturnType<typeof keptState>;
  readonly print: (line: string) => void;
}
type Line = Pick<SlackHere, 'tokens' | 'channel' | 'apiUrl'>;

/** A workspace of its own on the loopback. What was said there is written before anybody is answered: the outbox counts on it. */
const emulated = async ({ assets, timeline, kept }: Parts) => {
  const secret = kept.once('slackbox-secret', () => randomBytes(16).toString('hex'));
  const token = (kind: string): string => `${kind}-${createHmac('sha256', secret).update(kind).digest('hex').slice(0, 24)}`;
  const tokens = { botToken: token('xoxb'), appToken: token('xapp') };
  const said = kept.read('slackbox');
  const users = Object.entries(assets.people).flatMap(([person, { name, slack }]) =>
    slack === undefined ? [] : [{ id: slack, name, person }],
  );
  const box = createSlackbox({
    clock: timeline,
    users,
    channels: [CHANNEL],
    signingSecret: secret,
    ...tokens,
    ...(said !== undefined && { seed: JSON.parse(said) }),
  });
  const save = (): void => kept.write('slackbox', JSON.stringify(box.state()));
  save();
  box.subscribe(save);
  const { url, close } = await box.listen(0);
  const channel = box.state().channels.find(({ name }) => name === CHANNEL)?.id ?? '';
  return { box, line: { tokens, channel, apiUrl: url }, close };
};

/** Slack of a server on a laptop: the real one over Socket Mode, or the emulated one. Bolt talks to either. */
export const openSlack = async (parts: Parts): Promise<LocalSlack> => {
  const { setting, database, timeline, print } = parts;
  const own = setting.kind === 'emulated' ? await emulated(parts) : undefined;
  const line: Line = own?.line ?? (setting.kind === 'real' ? setting : { tokens: { botToken: '', appToken: '' }, channel: '', apiUrl: '' });
  let closed = false;
  let connected: Promise<Connected | undefined> = Promise.resolve(undefined);
  return {
    ...(own && { box: own.box }),
    connect: (sandbox) => {
      // Imported here: Bolt takes longer to load than the server takes to be ready.
      connected = import('./slack-here.ts').then(({ connectSlack }) =>
        closed ? undefined : connectSlack({ sandbox, database, timeline, ...line, print }),
      );
    },
    close: async () => {
      closed = true;
      await (await connected)?.stop();
      await own?.close();
    },
  };
};
