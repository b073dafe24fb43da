import { existsSync, readFileSync } from 'node:fs';
import { parseAssetsFile } from '../core/asset/assets-file.ts';
import type { Asset, AssetsFile } from '../core/asset/asset.ts';
import { targetOf } from '../core/asset/resource.ts';
import type { Detection } from '../core/finding/detection.ts';
import type { Surroundings } from '../core/finding/finding.ts';
import { Stop } from './stop.ts';

/** A reviewed assets.yaml. `undefined`: there is none, so nothing is known about anybody. */
export const readCompany = (path: string): AssetsFile | undefined => {
  if (!existsSync(path)) return undefined;
  const read = parseAssetsFile(path, readFileSync(path, 'utf8'));
  if (read.ok) return read.value;
  const { what, why } = read.failure;
  throw new Stop({ exit: 2, code: 'unreadable', message: what, hint: why, effect: 'no-change', next: 'npx cordon explain --help' });
};

/** What the file alone says about the things that an event names; nothing was looked up anywhere. */
export const surroundFrom =
  (company: AssetsFile | undefined) =>
  (detection: Detection): Surroundings => {
    const entry = company?.assets.find(({ arn }) => detection.resources.some((resource) => resource.arn === arn));
    if (entry === undefined) return { facts: [] };
    const asset: Asset = { ...entry, ...targetOf(entry.arn), adopted: true, links: [], seenAt: detection.observedAt };
    return { asset, facts: [] };
  };
