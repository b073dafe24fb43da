import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { instantOf } from '../../../core/time.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import { digestEvery } from './behaviours.ts';
import { digestKeyOf, signed } from './digest-key.ts';
import { folderOf } from './log-folder.ts';
import { deliver } from './trail-bucket.ts';
import { trailsOf, type Trail } from './trail-state.ts';

export interface LogFile {
  readonly key: string;
  /** SHA-256 of the file before it was packed. */
  readonly hash: string;
  readonly newest: string;
  readonly oldest: string;
}
interface Place {
  readonly account: string;
  readonly region: string;
}
/** The chain of one trail, account and Region, and what the next link will name. */
interface Chain extends Place {
  readonly trail: string;
  readonly from: number;
  readonly files: readonly LogFile[];
  readonly last?: { readonly bucket: string; readonly key: string; readonly hash: string; readonly signature: string };
}
const chainsOf = (world: World): Table<Chain> => world.store.table<Chain>('cloudtrail.digest');

/** The first file of an hour starts the hour's digest. */
export const noteLogFile = (world: World, trail: Trail, { account, region }: Place, file: LogFile): void => {
  const key = `${trail.arn}|${account}|${region}`;
  const chain = chainsOf(world).get(key) ?? { trail: trail.arn, account, region, from: world.time.now(), files: [] };
  const isFirst = chain.files.length === 0;
  chainsOf(world).put(key, { ...chain, files: [...chain.files, file] });
  if (isFirst) world.timers.add('trail-digest', world.lasts(digestEvery), { chain: key });
};
/** A chain begins anew when validation, or logging, is switched on again. */
export const endChains = (world: World, trail: string): void => {
  for (const [key, chain] of chainsOf(world).entries()) if (chain.trail === trail) chainsOf(world).remove(key);
};

const seconds = (at: number): string => `${instantOf(at).slice(0, 19)}Z`;

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html */
const writeDigest = (world: World, trail: Trail, chain: Chain, at: number): Chain['last'] => {
  const { account, region, files, last } = chain;
  const end = seconds(at);
  const name = `${account}_CloudTrail-Digest_${region}_${trail.name}_${trail.homeRegion}_${end.replace(/[-:]/g, '')}.json.gz`;
  const key = `${folderOf(world, trail, 'CloudTrail-Digest', chain, at)}/${name}`;
  const content = JSON.stringify({
    awsAccountId: account,
    digestStartTime: seconds(chain.from),
    digestEndTime: end,
    digestS3Bucket: trail.bucket,
    digestS3Object: key,
    digestPublicKeyFingerprint: digestKeyOf(region).fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime:
      files
        .map(({ newest }) => newest)
        .sort()
        .at(-1) ?? null,
    oldestEventTime: files.map(({ oldest }) => oldest).sort()[0] ?? null,
    previousDigestS3Bucket: last?.bucket ?? null,
    previousDigestS3Object: last?.key ?? null,
    previousDigestHashValue: last?.hash ?? null,
    previousDigestHashAlgorithm: last === undefined ? null : 'SHA-256',
    previousDigestSignature: last?.signature ?? null,
    logFiles: files.map((file) => ({
      s3Bucket: trail.bucket,
      s3Object: file.key,
      hashValue: file.hash,
      hashAlgorithm: 'SHA-256',
      newestEventTime: file.newest,
      oldestEventTime: file.oldest,
    })),
  });
  const hash = createHash('sha256').update(content).digest('hex');
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
  const signature = signed(region, [end, `${trail.bucket}/${key}`, hash, last?.signature ?? 'null'].join('\n'));
  const metadata = { signature, 'signature-algorithm': 'SHA256withRSA' };
  return deliver(world, trail, key, gzipSync(content), at, metadata) ? { bucket: trail.bucket, key, hash, signature } : undefined;
};

export const startDigests = (world: World): void =>
  world.timers.on('trail-digest', ({ chain: key }, at) => {
    const chain = typeof key === 'string' ? chainsOf(world).get(key) : undefined;
    const trail = chain === undefined ? undefined : trailsOf(world).get(chain.trail);
    if (typeof key !== 'string' || chain === undefined || trail === undefined) return;
    const written = trail.validates ? writeDigest(world, trail, chain, at) : undefined;
    const last = written ?? chain.last;
    chainsOf(world).put(key, { ...chain, from: at, files: [], ...(last === undefined ? {} : { last }) });
  });
