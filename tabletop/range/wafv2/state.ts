import type { Rule, VisibilityConfig } from '@aws-sdk/client-wafv2';
import type { JsonObject } from '../../../core/json.ts';
import type { Table } from '../store.ts';
import type { TagMap } from '../tag-keys.ts';
import type { World } from '../world.ts';
import { propagation } from './behaviours.ts';

export type Scope = 'REGIONAL' | 'CLOUDFRONT';
interface Item {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly scope: Scope;
  readonly description?: string;
  /** Changes with every change; an update has to name it. */
  readonly lock: string;
  readonly tags: TagMap;
}
export interface IpSet extends Item {
  readonly kind: 'ipset';
  readonly version: 'IPV4' | 'IPV6';
  readonly addresses: readonly string[];
}
export interface RuleGroup extends Item {
  readonly kind: 'rulegroup';
  readonly capacity: number;
  readonly rules: readonly JsonObject[];
  readonly visibility: VisibilityConfig;
}
export interface WebAcl extends Item {
  readonly kind: 'webacl';
  readonly capacity: number;
  readonly rules: readonly JsonObject[];
  readonly visibility: VisibilityConfig;
  readonly blocksByDefault: boolean;
}
export type WafItem = IpSet | RuleGroup | WebAcl;
/** By ARN. */
export const itemsOf = (world: World): Table<WafItem> => world.store.table<WafItem>('wafv2.item');
/** What the sensors in front of the resources already know of `itemsOf`. */
export const effectiveItemsOf = (world: World): Table<WafItem> => world.store.table<WafItem>('wafv2.effective-item');
/** The web ACL's ARN, by the resource's. */
export const associationsOf = (world: World): Table<string> => world.store.table<string>('wafv2.association');
export const effectiveAssociationsOf = (world: World): Table<string> => world.store.table<string>('wafv2.effective-association');
/** By the web ACL's ARN. */
export const loggingOf = (world: World): Table<JsonObject> => world.store.table<JsonObject>('wafv2.logging');

export const webAclOf = (world: World, resource: string): WebAcl | undefined => {
  const item = itemsOf(world).get(associationsOf(world).get(resource) ?? '');
  return item?.kind === 'webacl' ? item : undefined;
};

/** Changes reach the sensors a little later. */
export const putItem = (world: World, item: WafItem): void => {
  itemsOf(world).put(item.arn, item);
  world.timers.add('waf-item', world.lasts(propagation), { arn: item.arn, lock: item.lock });
};
export const associate = (world: World, resource: string, acl: string | undefined): void => {
  if (acl === undefined) associationsOf(world).remove(resource);
  else associationsOf(world).put(resource, acl);
  world.timers.add('waf-association', world.lasts(propagation), { resource, acl: acl ?? '' });
};
export const startWaf = (world: World): void => {
  world.timers.on('waf-item', ({ arn, lock }) => {
    const item = typeof arn === 'string' ? itemsOf(world).get(arn) : undefined;
    // A later change has a timer of its own.
    if (item !== undefined && item.lock === lock) effectiveItemsOf(world).put(item.arn, item);
  });
  world.timers.on('waf-association', ({ resource, acl }) => {
    if (typeof resource !== 'string' || typeof acl !== 'string') return;
    if ((associationsOf(world).get(resource) ?? '') !== acl) return;
    if (acl === '') effectiveAssociationsOf(world).remove(resource);
    else effectiveAssociationsOf(world).put(resource, acl);
  });
};

/** Bytes are kept as base64: `SearchString` is the only member of a rule that holds any. */
export const storedRules = (rules: readonly unknown[]): readonly JsonObject[] =>
  JSON.parse(JSON.stringify(rules, (_, value: unknown) => (isBytes(value) ? Buffer.from(asBytes(value)).toString('base64') : value)));
/** JSON.stringify has turned a Buffer into its JSON form before the replacer sees it. */
const isBytes = (value: unknown): value is Uint8Array | { readonly type: 'Buffer'; readonly data: readonly number[] } =>
  value instanceof Uint8Array ||
  (typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value);
const asBytes = (value: Uint8Array | { readonly data: readonly number[] }): Uint8Array =>
  value instanceof Uint8Array ? value : Uint8Array.from(value.data);

export const rulesIn = (rules: readonly JsonObject[]): Rule[] =>
  JSON.parse(JSON.stringify(rules), (key, value: unknown) =>
    key === 'SearchString' && typeof value === 'string' ? Buffer.from(value, 'base64') : value,
  );
