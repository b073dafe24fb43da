import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { Cloud, Command } from '../core/action/cloud.ts';
import type { Assets } from '../core/action/define.ts';
import type { Asset, AssetEntry, AssetsFile } from '../core/asset/asset.ts';
import { targetOf, type Arn, type Target } from '../core/asset/resource.ts';
import type { Clock } from '../engine/ports.ts';
import { configHistory } from './inventory-history.ts';
import { LINK_READS, linksOf } from './inventory-links.ts';

/** A live endpoint that nobody adopted: the stricter value of everything, and nobody to ask. It can be looked at, never changed. */
const STRANGER = {
  tier: 'high',
  owner: 'nobody',
  deputies: [],
  failMode: 'keep-serving',
  whenUnavailable: 'fail-open',
  callers: [],
  switches: [],
} as const satisfies Omit<AssetEntry, 'arn'>;

/** Everything that the inventory calls, for its cloud and its role. */
export const INVENTORY_READS: readonly Command[] = [...LINK_READS, LookupEventsCommand];

export interface InventoryOptions {
  readonly file: AssetsFile;
  /** A cloud that reads, as the inventory's role in that account. */
  readonly cloud: (target: Target) => Cloud<Command>;
  readonly clock: Clock;
}
export interface Inventory extends Assets {
  /** Every adopted asset with its live links; one after the other. For questions such as "who was trained from this prefix?" */
  readonly all: () => Promise<readonly Asset[]>;
}

/** What is written in assets.yaml, joined with what AWS says now. */
export const makeInventory = ({ file, cloud, clock }: InventoryOptions): Inventory => {
  const isMember = (target: Target): boolean =>
    file.members.some(({ account, regions }) => account === target.account && regions.includes(target.region));
  const find = async (arn: Arn): Promise<Asset | undefined> => {
    const target = targetOf(arn);
    const entry = file.assets.find((one) => one.arn === arn);
    // Accounts that are no members are never asked: their roles do not exist, and their names are not ours to try.
    const live = target.kind === 'endpoint' && isMember(target) ? await linksOf(cloud(target), target) : undefined;
    if (entry === undefined && live === undefined) return undefined;
    return {
      ...target,
      ...(entry ?? { ...STRANGER, deputies: [], callers: [], switches: [], arn }),
      arn,
      adopted: entry !== undefined,
      links: live ?? [],
      seenAt: clock.now(),
    };
  };
  return {
    find,
    configHistory: (endpoint) => {
      const target = targetOf(endpoint);
      return target.kind === 'endpoint' && isMember(target) ? configHistory(cloud(target), target, clock.now()) : Promise.resolve([]);
    },
    all: async () => {
      const found: Asset[] = [];
      for (const { arn } of file.assets) {
        const asset = await find(arn);
        if (asset !== undefined) found.push(asset);
      }
      return found;
    },
  };
};
