import { createReadStream, type ReadStream } from 'node:fs';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { CallFailed, type Failure } from '../core/failure.ts';
import { sha256, type Sha256 } from '../core/json.ts';
import { cloudFailure, kindOf } from './cloud-failure.ts';

/** One PutObject takes 5 GiB; what is larger is copied by version inside S3 and never passes through here. */
const MAX_BYTES = 5 * 1024 ** 3;
/** Pages of 1,000 keys; an incident has a handful of bundles. */
const MAX_PAGES = 10;

const base64Of = (digest: Sha256): string => Buffer.from(digest.slice('sha256:'.length), 'hex').toString('base64');

const unfit = (what: string, why: string): CallFailed => {
  const failure: Failure<'invalid'> = {
    kind: 'invalid',
    retryable: false,
    effect: 'no-change',
    what,
    why,
    next: 'npx cordon inventory list',
  };
  return new CallFailed(failure);
};

export interface LockedBucket {
  /** Creates the object, never overwrites one, and answers the version that is kept. */
  readonly putFile: (key: string, path: string, digest: Sha256, bytes: number) => Promise<string>;
  readonly putText: (key: string, text: string) => Promise<string>;
  /** Version of an object that is there and locked; throws when it is not. */
  readonly version: (key: string) => Promise<string>;
  readonly text: (key: string) => Promise<string | undefined>;
  readonly stream: (key: string) => AsyncIterable<Uint8Array>;
  readonly list: (prefix: string) => Promise<readonly string[]>;
}

/** S3 with three conditions on every write: the bytes are those of this SHA-256, nothing of that name exists, and a lock holds what was written. */
export const lockedBucket = (client: S3Client, bucket: string): LockedBucket => {
  const fail = (operation: string, thrown: unknown, writes: boolean): CallFailed => new CallFailed(cloudFailure(operation, thrown, writes));
  const version = async (key: string, checksum?: string): Promise<string> => {
    const head = await client
      .send(new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }))
      .catch((thrown: unknown) => {
        throw fail('s3:HeadObject', thrown, false);
      });
    if (checksum !== undefined && head.ChecksumSHA256 !== undefined && head.ChecksumSHA256 !== checksum)
      throw unfit(`${key} holds other bytes than its name says`, `S3 answers ${head.ChecksumSHA256}, expected ${checksum}`);
    if (head.VersionId === undefined || head.ObjectLockMode === undefined || head.ObjectLockRetainUntilDate === undefined)
      throw unfit(
        `Evidence in ${bucket} could be destroyed`,
        `${key} has no Object Lock retention: the bucket needs versioning and a default retention`,
      );
    return head.VersionId;
  };
  /** Looked for first: what is there need not be sent again, and may be gigabytes. */
  const existing = (key: string, checksum: string): Promise<string | undefined> =>
    version(key, checksum).catch((thrown: unknown) => {
      if (thrown instanceof CallFailed && thrown.failure.kind === 'not-found') return undefined;
      throw thrown;
    });
  const put = async (key: string, body: Uint8Array | ReadStream, digest: Sha256, bytes: number): Promise<void> => {
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentLength: bytes,
      ChecksumSHA256: base64Of(digest),
      IfNoneMatch: '*',
    });
    await client.send(command).catch((thrown: unknown) => {
      // It is there already: the name is its content, so it is the same.
      if (kindOf(thrown) !== 'conflict') throw fail('s3:PutObject', thrown, true);
    });
  };
  return {
    version,
    putFile: async (key, path, digest, bytes) => {
      if (bytes > MAX_BYTES) throw unfit(`${key} is too large for the evidence store`, `${bytes} bytes; at most ${MAX_BYTES}`);
      const known = await existing(key, base64Of(digest));
      if (known !== undefined) return known;
      await put(key, createReadStream(path), digest, bytes);
      return version(key, base64Of(digest));
    },
    putText: async (key, text) => {
      await put(key, Buffer.from(text, 'utf8'), sha256(text), Buffer.byteLength(text));
      return version(key);
    },
    text: async (key) => {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return await Body?.transformToString('utf8');
      } catch (thrown) {
        if (kindOf(thrown) === 'not-found') return undefined;
        throw fail('s3:GetObject', thrown, false);
      }
    },
    stream: async function* (key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key })).catch((thrown: unknown) => {
        throw fail('s3:GetObject', thrown, false);
      });
      // In Node the SDK answers a Readable; its type also covers browsers.
      yield* Body as AsyncIterable<Uint8Array>;
    },
    list: async (prefix) => {
      const keys: string[] = [];
      let token: string | undefined;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const answer = await client
          .send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...(token !== undefined && { ContinuationToken: token }) }))
          .catch((thrown: unknown) => {
            throw fail('s3:ListObjectsV2', thrown, false);
          });
        keys.push(...(answer.Contents ?? []).flatMap(({ Key }) => Key ?? []));
        token = answer.NextContinuationToken;
        if (token === undefined) break;
      }
      return keys;
    },
  };
};
