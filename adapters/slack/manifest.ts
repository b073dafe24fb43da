export interface ManifestSettings {
  /** Where Slack sends commands and clicks: the URL of the ingress. Absent: Socket Mode, for a laptop. */
  readonly requestUrl?: string;
  /** Default `/cordon`; another one for a second app in the same workspace, `/cordon-dev`. */
  readonly command?: string;
  /** Default `Cordon`. At most 35 characters. */
  readonly name?: string;
}

/** Each with what it is for; Slack shows them to whoever installs the app. https://docs.slack.dev/reference/scopes */
export const SCOPES = [
  // `/cordon`.
  'commands',
  // The card, its edits, approvals and the timeline.
  'chat:write',
  // The card is pinned.
  'pins:write',
  // After a crash or a time-out: reads whether a message arrived, so that none is posted twice. Public and private channel.
  'channels:history',
  'groups:history',
] as const;

const COMMAND = /^\/cordon(-[a-z0-9-]{1,24})?$/;
const [COMMAND_NAME, APP_NAME] = ['/cordon', 'Cordon'];
const isHttps = (url: string): boolean => URL.canParse(url) && new URL(url).protocol === 'https:';

/** What is wrong with these settings; undefined: nothing. */
export const manifestFault = ({ requestUrl, command = COMMAND_NAME }: ManifestSettings): string | undefined => {
  if (!COMMAND.test(command)) return `the command must be /cordon or begin with /cordon-, not ${command}`;
  return requestUrl !== undefined && !isHttps(requestUrl) ? `Slack calls https URLs only, not ${requestUrl}` : undefined;
};

/** What somebody pastes to make the app: an internal app of their own workspace, with nothing that Cordon does not use. */
export const slackManifest = (settings: ManifestSettings) => {
  const fault = manifestFault(settings);
  if (fault !== undefined) throw new Error(fault);
  const { requestUrl, command = COMMAND_NAME, name = APP_NAME } = settings;
  const url = requestUrl === undefined ? {} : { url: requestUrl };
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: { name, description: 'AI incident response: contain, preserve, ask, prove, undo', background_color: '#1f2a44' },
    features: {
      bot_user: { display_name: name.toLowerCase(), always_online: true },
      slash_commands: [
        {
          command,
          description: 'Declare and run an AI incident',
          usage_hint: 'help | status | show A-1 | approve A-1 | deny A-1 why | contain ENDPOINT',
          // Names and links stay as they are typed: they are arguments.
          should_escape: false,
          ...url,
        },
      ],
    },
    oauth_config: { scopes: { bot: [...SCOPES] } },
    settings: {
      interactivity: { is_enabled: true, ...(requestUrl !== undefined && { request_url: requestUrl }) },
      org_deploy_enabled: false,
      socket_mode_enabled: requestUrl === undefined,
      token_rotation_enabled: false,
    },
  };
};

/** Opens Slack's form with everything filled in. */
export const manifestLink = (manifest: ReturnType<typeof slackManifest>): string =>
  `https://api.slack.com/apps?new_app=1&manifest_json=${encodeURIComponent(JSON.stringify(manifest))}`;
