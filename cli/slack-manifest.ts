import { manifestFault, manifestLink, slackManifest as manifestFor } from '../adapters/slack/manifest.ts';
import { row } from '../core/report/layout.ts';
import type { HandlerOf } from './invocation.ts';
import { usage } from './stop.ts';

/** What is left to do by hand, which Slack lets nobody automate. */
const SOCKET = [
  'Paste it at https://api.slack.com/apps ("Create New App", "From a manifest"), or open the link of --json.',
  'Then: install the app (xoxb-…), make an app-level token with connections:write (xapp-…), invite the app to the channel.',
  'npm start uses it when SLACK_BOT_TOKEN, SLACK_APP_TOKEN, CORDON_SLACK_CHANNEL and CORDON_SLACK_PEOPLE are set.',
];
const HTTP = [
  SOCKET[0] ?? '',
  'Then: install the app, keep its bot token (xoxb-…) and its signing secret in the two SSM parameters of the deployment, invite the app to the channel.',
];

/** The manifest alone on standard output, so that `> manifest.json` is what Slack takes. Asks nobody and writes nothing. */
export const slackManifest: HandlerOf<'slack manifest'> = async ({ args: { url, command, name } }, out) => {
  out.place('OFFLINE  this prints a text: it asks no server, no AWS account and no Slack', 'OFFLINE');
  const settings = {
    ...(url !== undefined && { requestUrl: url }),
    ...(command !== undefined && { command }),
    ...(name !== undefined && { name }),
  };
  const fault = manifestFault(settings);
  if (fault !== undefined) throw usage(fault, 'npx cordon slack manifest --help');
  const manifest = manifestFor(settings);
  const next = url === undefined ? 'npm start' : 'npx cordon slack manifest --help';
  if (!out.json) process.stdout.write(`${JSON.stringify(manifest, null, 2)}\n`);
  out.data({ manifest, link: manifestLink(manifest), next });
  out.note([...(url === undefined ? SOCKET : HTTP), ...row('Next', [next], out.width)]);
  return 0;
};
