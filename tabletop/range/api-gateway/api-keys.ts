import type {
  GetApiKeyCommandInput,
  GetApiKeyCommandOutput,
  GetApiKeysCommandInput,
  GetApiKeysCommandOutput,
  UpdateApiKeyCommandInput,
  UpdateApiKeyCommandOutput,
} from '@aws-sdk/client-api-gateway';
import { operation, type Context, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { badPosition, isHere, keyOf, on } from './access.ts';
import { booleanIn, patched, type PatchRule } from './patch.ts';
import { keysOf, plansOf, type ApiKey } from './state.ts';

const answerOf = ({ world }: Context, key: ApiKey, isValued: boolean | undefined) => ({
  id: key.id,
  value: isValued === true ? key.value : undefined,
  name: key.name,
  description: key.description,
  customerId: key.customer,
  enabled: key.enabled,
  createdDate: new Date(key.createdAt),
  lastUpdatedDate: new Date(key.updatedAt),
  stageKeys: plansOf(world)
    .values()
    .filter(({ keys }) => keys.includes(key.id))
    .flatMap(({ stages }) => stages.map(({ api, stage }) => `${api}/${stage}`)),
  tags: { ...key.tags },
});

const getKeys = operation<GetApiKeysCommandInput, GetApiKeysCommandOutput>({
  trail: 'read',
  access: (_, context) => [on(context, 'GET', '/apikeys')],
  run: (input, context) => {
    const kept = keysOf(context.world)
      .values()
      .filter((key) => isHere(context, key))
      .filter(({ name }) => input.nameQuery === undefined || name.startsWith(input.nameQuery))
      .filter(({ customer }) => input.customerId === undefined || customer === input.customerId);
    const page = pageOf(kept, input.limit ?? 25, input.position);
    if (page === undefined) throw badPosition();
    return { items: page.page.map((key) => answerOf(context, key, input.includeValues)), position: page.next };
  },
});
const getKey = operation<GetApiKeyCommandInput, GetApiKeyCommandOutput>({
  trail: 'read',
  access: ({ apiKey }, context) => [on(context, 'GET', `/apikeys/${apiKey}`, keysOf(context.world).get(apiKey)?.tags)],
  run: ({ apiKey, includeValue }, context) => answerOf(context, keyOf(context, apiKey), includeValue),
});

const RULES: readonly PatchRule<ApiKey>[] = [
  { path: /^\/name$/, ops: ['replace'], apply: (key, name) => ({ ...key, name }) },
  { path: /^\/description$/, ops: ['replace'], apply: (key, description) => ({ ...key, description }) },
  { path: /^\/customerId$/, ops: ['replace'], apply: (key, customer) => ({ ...key, customer }) },
  {
    path: /^\/enabled$/,
    ops: ['replace'],
    apply: (key, value) => ({ ...key, enabled: booleanIn(value, 'enabled') }),
  },
];
const update = operation<UpdateApiKeyCommandInput, UpdateApiKeyCommandOutput>({
  trail: 'write',
  access: ({ apiKey }, context) => [on(context, 'PATCH', `/apikeys/${apiKey}`, keysOf(context.world).get(apiKey)?.tags)],
  run: ({ apiKey, patchOperations }, context) => {
    const key = { ...patched(keyOf(context, apiKey), patchOperations, RULES, /^\/(stages|labels)/), updatedAt: context.now };
    keysOf(context.world).put(key.id, key);
    return answerOf(context, key, false);
  },
});

export const API_KEY_OPERATIONS: Readonly<Record<string, Operation>> = { GetApiKeys: getKeys, GetApiKey: getKey, UpdateApiKey: update };
