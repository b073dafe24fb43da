import type { AssetsFile } from '../core/asset/asset.ts';
import { socketTokens, type SocketTokens } from '../adapters/slack/socket.ts';

/** Which Slack a server on a laptop talks to. */
export type SlackSetting =
  | { readonly kind: 'emulated' }
  | {
      readonly kind: 'real';
      readonly tokens: SocketTokens;
      /** Id of the one channel for incidents. */
      readonly channel: string;
      /** Ends with a slash. */
      readonly apiUrl: string;
      /** Slack user ids by person of the sample company. */
      readonly people: Readonly<Record<string, string>>;
    };

/** The environment asks for Slack in a way that cannot work; nothing was started. */
const unusable = (why: string): Error => Object.assign(new Error(why), { name: 'SlackSetting' });
const API = 'https://slack.com/api/';

const peopleIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text.split(',').flatMap((pair): readonly (readonly [string, string])[] => {
      if (pair.trim() === '') return [];
      const [, person, user] = /^\s*([a-z]{1,32})=([UW][A-Z0-9]{1,20})\s*$/.exec(pair) ?? [];
      if (person === undefined || user === undefined) throw unusable(`CORDON_SLACK_PEOPLE is person=U…, by commas; this is not: ${pair}`);
      return [[person, user]];
    }),
  );

/**
 * The emulated Slack, unless SLACK_BOT_TOKEN (xoxb-…) and SLACK_APP_TOKEN (xapp-…) are set; then CORDON_SLACK_CHANNEL (C…) and
 * CORDON_SLACK_PEOPLE (you=U…,bo=U…) say where and who. SLACK_API_URL points elsewhere, such as at an emulator. Throws `SlackSetting`.
 */
export const slackSetting = (environment: Readonly<Record<string, string | undefined>>): SlackSetting => {
  let tokens: SocketTokens | undefined;
  try {
    tokens = socketTokens(environment);
  } catch (thrown) {
    throw unusable(thrown instanceof Error ? thrown.message : String(thrown));
  }
  if (tokens === undefined) return { kind: 'emulated' };
  const channel = environment['CORDON_SLACK_CHANNEL'] ?? '';
  if (!/^[CG][A-Z0-9]{1,20}$/.test(channel)) throw unusable('CORDON_SLACK_CHANNEL is missing: the id (C…) of the channel for incidents');
  const people = peopleIn(environment['CORDON_SLACK_PEOPLE'] ?? '');
  if (Object.keys(people).length === 0) throw unusable('CORDON_SLACK_PEOPLE is missing: who is who, such as you=U0123ABCD');
  const apiUrl = environment['SLACK_API_URL'] ?? API;
  if (!apiUrl.startsWith('https://') && !/^http:\/\/127\.0\.0\.1:\d+\//.test(apiUrl))
    throw unusable('SLACK_API_URL is neither https:// nor on this machine: the tokens would travel in the clear');
  return { kind: 'real', tokens, channel, apiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`, people };
};

/** The reviewed people with their accounts in this Slack. In the emulated one everybody has one. */
export const withAccounts = (assets: AssetsFile, setting: SlackSetting): AssetsFile => {
  const unknown = setting.kind === 'real' ? Object.keys(setting.people).filter((id) => !Object.hasOwn(assets.people, id)) : [];
  if (unknown.length > 0)
    throw unusable(`CORDON_SLACK_PEOPLE names ${unknown.join(', ')}; there are ${Object.keys(assets.people).join(', ')}`);
  const accountOf = (id: string): string | undefined => (setting.kind === 'real' ? setting.people[id] : `U0${id.toUpperCase()}`);
  const people = Object.entries(assets.people).map(([id, person]) => [id, { ...person, slack: accountOf(id) }]);
  return { ...assets, people: Object.fromEntries(people) };
};
