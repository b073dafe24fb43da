import type { JsonObject } from '../../core/json.ts';
import type { Verb } from '../../core/verb/entry.ts';
import type { Answer } from '../../engine/verb.ts';

export type SlackActor = { readonly kind: 'human'; readonly id: string; readonly via: 'slack' };

/** The product as Slack's listeners see it: one verb for one person. They decide nothing. */
export interface SlackDesk {
  /** Those of the table that this deployment serves: help, arguments and refusals come from them. */
  readonly verbs: readonly Verb[];
  readonly command: (verb: string, args: JsonObject, actor: SlackActor) => Promise<Answer>;
  /** The person of assets.yaml with this Slack user id. */
  readonly person: (slackUserId: string) => string | undefined;
}

/** Linked by assets.yaml (`slack: U…`), which is reviewed: nobody links themselves. */
export const personBySlackId =
  (people: Readonly<Record<string, { readonly slack?: string | undefined }>>) =>
  (slackUserId: string): string | undefined =>
    Object.entries(people).find(([, { slack }]) => slack === slackUserId)?.[0];
