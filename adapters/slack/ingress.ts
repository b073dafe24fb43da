import type { JsonObject } from '../../core/json.ts';
import { formFor, type Form } from '../../core/report/slack/forms.ts';
import { escaped } from '../../core/report/slack/escape.ts';
import { isSigned } from './signature.ts';

/** An HTTP request as API Gateway (payload 2.0) and Lambda function URLs hand it over. */
export interface SlackRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string | undefined;
  readonly isBase64Encoded: boolean;
}
export interface IngressReply {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
/** What the worker gets: the body that Slack signed, parsed, and the key under which it is handled once. */
export interface QueuedRequest {
  readonly key: string;
  readonly body: JsonObject;
  /** The form that this click asks for is open already. */
  readonly formOpened: boolean;
}
export interface IngressPorts {
  /** The current signing secret and, while it is being changed, the one before. */
  readonly secrets: readonly string[];
  readonly nowMilliseconds: () => number;
  /** `add` answers false when the key is known. Kept at least twice as long as the skew. */
  readonly seen: { readonly add: (key: string) => Promise<boolean>; readonly forget: (key: string) => Promise<void> };
  readonly enqueue: (request: QueuedRequest) => Promise<void>;
  /** `views.open`: its trigger dies in 3 seconds, which a queue may take. False: it did not open. */
  readonly openForm?: (triggerId: string, form: Form) => Promise<boolean>;
}

/** Bytes. A click carries its whole message, at most 50 blocks; what a queue takes in one message is 256 KiB. */
export const MAX_BYTES = 200_000;
const CONTENT_TYPE = /^(application\/json|application\/x-www-form-urlencoded)(; ?charset=utf-8)?$/i;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

const reply = (statusCode: number, body = ''): IngressReply => ({
  statusCode,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});
const answer = (value: object): IngressReply => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

/** The bytes as they came; `undefined`: too many, or not what the flag says. Nothing is decoded before its length is known. */
const bytesOf = ({ body = '', isBase64Encoded }: SlackRequest): Buffer | 'too-large' | 'unreadable' => {
  if (body.length > (isBase64Encoded ? Math.ceil(MAX_BYTES / 3) * 4 : MAX_BYTES)) return 'too-large';
  if (isBase64Encoded && (body.length % 4 !== 0 || !BASE64.test(body))) return 'unreadable';
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return bytes.length > MAX_BYTES ? 'too-large' : bytes;
};

/** Two headers of one name, or two spellings of it, are nobody's honest request. */
const headersOf = ({ headers }: SlackRequest): ReadonlyMap<string, string> | undefined => {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    if (found.has(name.toLowerCase())) return undefined;
    found.set(name.toLowerCase(), value);
  }
  return found;
};

const isRecord = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const parse = (bytes: Uint8Array, contentType: string): JsonObject | undefined => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (contentType.toLowerCase().startsWith('application/json')) {
      const body: unknown = JSON.parse(text);
      return isRecord(body) ? body : undefined;
    }
    const form = Object.fromEntries(new URLSearchParams(text));
    if (form['payload'] === undefined) return form;
    const payload: unknown = JSON.parse(form['payload']);
    return isRecord(payload) ? payload : undefined;
  } catch {
    return undefined;
  }
};

/** The form of a click, and the trigger that opens it. */
const formOf = (body: JsonObject): { readonly trigger: string; readonly form: Form } | undefined => {
  if (body['type'] !== 'block_actions' || typeof body['trigger_id'] !== 'string') return undefined;
  const [action] = Array.isArray(body['actions']) ? body['actions'] : [];
  const channel = isRecord(body['channel']) ? body['channel']['id'] : undefined;
  const form = isRecord(action) ? formFor(action['action_id'], action['value'], channel) : undefined;
  return form === undefined ? undefined : { trigger: body['trigger_id'], form };
};

/** What stands there while the worker works: a person who sees nothing types it again. */
const echo = (command: string, text: unknown): string =>
  `Received: ${escaped(`${command} ${typeof text === 'string' ? text : ''}`.trim().slice(0, 200))}`;

const accept = async (ports: IngressPorts, body: JsonObject, signature: string): Promise<IngressReply> => {
  // Slack signs a repeated event anew, but its id stays; commands and clicks have none, there the same signature is the same request.
  const key = typeof body['event_id'] === 'string' ? `event:${body['event_id'].slice(0, 64)}` : signature;
  try {
    if (!(await ports.seen.add(key))) return { ...reply(200), headers: { 'x-slack-no-retry': '1' } };
    const wanted = ports.openForm && formOf(body);
    const formOpened = wanted !== undefined && (await ports.openForm?.(wanted.trigger, wanted.form).catch(() => false)) === true;
    await ports.enqueue({ key, body, formOpened });
  } catch {
    // Not taken: the same request may come again.
    await ports.seen.forget(key).catch(() => undefined);
    return reply(503, 'not taken; nothing was done');
  }
  return typeof body['command'] === 'string'
    ? answer({ response_type: 'ephemeral', text: echo(body['command'], body['text']) })
    : reply(200);
};

/** From a request of the open internet to an entry in the queue. Nothing is parsed before Slack's signature over its bytes is right. */
export const makeIngress =
  (ports: IngressPorts) =>
  async (request: SlackRequest): Promise<IngressReply> => {
    if (request.method !== 'POST') return reply(405);
    const headers = headersOf(request);
    if (headers === undefined) return reply(400);
    const contentType = headers.get('content-type') ?? '';
    if (!CONTENT_TYPE.test(contentType) || headers.has('content-encoding')) return reply(415);
    const bytes = bytesOf(request);
    if (bytes === 'too-large') return reply(413);
    if (bytes === 'unreadable') return reply(400);
    const signature = headers.get('x-slack-signature') ?? '';
    const signed = { timestamp: headers.get('x-slack-request-timestamp'), signature, body: bytes };
    if (!isSigned(signed, ports.secrets, ports.nowMilliseconds())) return reply(401);
    const body = parse(bytes, contentType);
    if (body === undefined) return reply(400);
    if (body['type'] === 'url_verification')
      return reply(200, typeof body['challenge'] === 'string' ? body['challenge'].slice(0, 512) : '');
    return accept(ports, body, signature);
  };
