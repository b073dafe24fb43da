import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Mode } from '../core/approval/grant.ts';
import type { AssetsFile } from '../core/asset/asset.ts';
import { parseAssetsFile } from '../core/asset/assets-file.ts';
import { AccountId, Region } from '../core/asset/resource.ts';
import { isObject, type JsonObject } from '../core/json.ts';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What a company decides about its deployment; everything else is derived. */
export interface Config {
  /** The security account, where Cordon lives. */
  readonly account: string;
  readonly region: string;
  /** The most that this deployment does, whatever a playbook says. */
  readonly mode: Mode;
  readonly assets: AssetsFile;
  readonly evidence: {
    /** Must be another account than the members and, for mode enforce, than the security account. */
    readonly account: string;
    readonly bucket: string;
    /** Days for which nobody can delete what was sealed; nobody can shorten it either. */
    readonly retentionDays: number;
  };
}

const textAt = (value: JsonObject, key: string): string => {
  const found = value[key];
  if (typeof found !== 'string') throw new Error(`cdk.json: context.cordon.${key} must be text`);
  return found;
};
const objectAt = (value: unknown, key: string): JsonObject => {
  if (!isObject(value)) throw new Error(`cdk.json: context.${key} must be an object`);
  return value;
};

const readAssets = (file: string): AssetsFile => {
  const parsed = parseAssetsFile(file, readFileSync(join(ROOT, file), 'utf8'));
  if (!parsed.ok) throw new Error(`${parsed.failure.what}: ${parsed.failure.why}`);
  return parsed.value;
};

/** Reads `context.cordon` of cdk.json (or `cdk synth --context`). What does not fit stops the synthesis. */
export const configFrom = (context: unknown): Config => {
  const cordon = objectAt(context, 'cordon');
  const evidence = objectAt(cordon['evidence'], 'cordon.evidence');
  const { retentionDays } = evidence;
  if (typeof retentionDays !== 'number' || !Number.isInteger(retentionDays) || retentionDays < 1)
    throw new Error('cdk.json: context.cordon.evidence.retentionDays must be whole days, at least 1');
  const config: Config = {
    account: AccountId.parse(textAt(cordon, 'account')),
    region: Region.parse(textAt(cordon, 'region')),
    mode: Mode.parse(textAt(cordon, 'mode')),
    assets: readAssets(textAt(cordon, 'assets')),
    evidence: { account: AccountId.parse(textAt(evidence, 'account')), bucket: textAt(evidence, 'bucket'), retentionDays },
  };
  const apart =
    config.evidence.account !== config.account && config.assets.members.every(({ account }) => account !== config.evidence.account);
  if (config.mode === 'enforce' && !apart)
    throw new Error(
      'mode enforce needs an evidence account of its own: whoever owns an account that Cordon acts in could hide what it did there',
    );
  return config;
};
