import type { Pressable } from './blocks.ts';
import { BOT, nameOf, newHandle, newId, newTs, type Box } from './box.ts';
import { messageJson } from './message-json.ts';
import { newResponseUrl } from './response-url.ts';
import { trim, type Channel, type Ephemeral, type Message } from './state.ts';

type Payload = { readonly [key: string]: unknown };

export const newTrigger = (box: Box, user: string): string => {
  const id = newHandle(box, 'trigger');
  box.state.triggers.push({ id, user, at: box.clock.now(), exchanged: false });
  trim(box.state);
  return id;
};

const channelName = ({ kind, name }: Channel): string => (kind === 'im' ? 'directmessage' : name);

export const whoAndWhere = (box: Box, user: string): Payload => ({
  team: { id: box.team.id, domain: box.team.name },
  user: { id: user, username: nameOf(box, user).toLowerCase(), name: nameOf(box, user).toLowerCase(), team_id: box.team.id },
  api_app_id: BOT.app,
  token: 'slackbox',
  is_enterprise_install: false,
  enterprise: null,
});

/** `@bo` arrives as `<@U…|bo>` and `#incidents` as `<#C…|incidents>`: the manifest asks for it (`should_escape`). */
const escaped = (box: Box, text: string): string => {
  const plain = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const people = plain.replace(/(?<![\w@])@([\p{L}\p{N}_.-]{1,80})/gu, (said, name: string) => {
    const user = box.state.users.find((one) => one.name.toLowerCase() === name.toLowerCase());
    return user === undefined ? said : `<@${user.id}|${user.name.toLowerCase()}>`;
  });
  return people.replace(/(?<![\w#&])#([\p{L}\p{N}_-]{1,80})/gu, (said, name: string) => {
    const channel = box.state.channels.find((one) => one.kind === 'public' && one.name === name);
    return channel === undefined ? said : `<#${channel.id}|${channel.name}>`;
  });
};

/** https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
export const commandPayload = (box: Box, user: string, channel: Channel, command: string, text: string): Payload => ({
  token: 'slackbox',
  team_id: box.team.id,
  team_domain: box.team.name,
  channel_id: channel.id,
  channel_name: channelName(channel),
  user_id: user,
  user_name: nameOf(box, user).toLowerCase(),
  command,
  text: escaped(box, text),
  api_app_id: BOT.app,
  is_enterprise_install: 'false',
  response_url: newResponseUrl(box, { user, channel: channel.id, ts: null }),
  trigger_id: newTrigger(box, user),
});

const chosen = (element: Pressable, value: string | undefined): Payload | undefined => {
  if (element.type === 'button') return element.value === undefined ? {} : { value: element.value };
  const option = element.options.find((one) => one.value === value);
  return option === undefined ? undefined : { selected_option: option };
};

/** `undefined`: that option is not in the menu. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export const pressPayload = (
  box: Box,
  user: string,
  channel: Channel,
  source: { readonly message: Message } | { readonly ephemeral: Ephemeral },
  pressed: { readonly block: string; readonly element: Pressable; readonly value?: string | undefined },
): Payload | undefined => {
  const choice = chosen(pressed.element, pressed.value);
  if (choice === undefined) return undefined;
  const { ts, thread } = 'message' in source ? source.message : source.ephemeral;
  const { type, action_id } = pressed.element;
  return {
    type: 'block_actions',
    ...whoAndWhere(box, user),
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: channel.id,
      is_ephemeral: 'ephemeral' in source,
      ...(thread === undefined ? {} : { thread_ts: thread }),
    },
    channel: { id: channel.id, name: channelName(channel) },
    // Slack does not send an ephemeral message back.
    ...('message' in source ? { message: messageJson(box, source.message, true) } : {}),
    state: { values: {} },
    trigger_id: newTrigger(box, user),
    response_url: newResponseUrl(box, { user, channel: channel.id, ts }),
    actions: [
      {
        type,
        action_id,
        block_id: pressed.block,
        ...(pressed.element.type === 'button' ? { text: pressed.element.text } : {}),
        ...choice,
        action_ts: newTs(box),
      },
    ],
  };
};

/** https://docs.slack.dev/apis/events-api#event-type-structure */
export const eventPayload = (box: Box, event: Payload): Payload => ({
  type: 'event_callback',
  token: 'slackbox',
  team_id: box.team.id,
  api_app_id: BOT.app,
  event,
  event_id: newId(box, 'Ev'),
  event_time: Math.floor(box.clock.now() / 1000),
  authorizations: [{ enterprise_id: null, team_id: box.team.id, user_id: BOT.user, is_bot: true, is_enterprise_install: false }],
  is_ext_shared_channel: false,
});
