import type { Config, SlackConfig } from '../../infra/config.ts';
import { CONFIG } from './deployment.ts';

export const SLACK_SETTINGS: SlackConfig = {
  channel: 'C0AIINCIDENTS',
  signingParameter: '/cordon/slack/signing-secret',
  tokenParameter: '/cordon/slack/bot-token',
};
/** Northbank with its Slack. */
export const WITH_SLACK: Config = { ...CONFIG, slack: SLACK_SETTINGS };
export const SLACK_ROLES = ['cordon-slack-ingress', 'cordon-slack-worker', 'cordon-slack-outbox'] as const;
