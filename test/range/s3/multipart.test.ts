import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type ChecksumAlgorithm,
  type S3Client,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { as, refusal, stillRange } from '../clients.ts';

const Bucket = 'nb-models';
const Key = 'big/model';
const MIB5 = 5 * 1024 ** 2;
const first = Buffer.alloc(MIB5, 'a');
const last = Buffer.from('the end');
const sha = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();

const begun = async (s3: S3Client, ChecksumAlgorithm?: ChecksumAlgorithm) => {
  const { UploadId = '' } = await s3.send(
    new CreateMultipartUploadCommand({ Bucket, Key, ...(ChecksumAlgorithm && { ChecksumAlgorithm }) }),
  );
  const part = async (PartNumber: number, Body: Buffer) => {
    const { ETag, ChecksumSHA256, ChecksumCRC32 } = await s3.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...(ChecksumAlgorithm && { ChecksumAlgorithm }) }),
    );
    return { PartNumber, ETag, ...(ChecksumSHA256 && { ChecksumSHA256 }), ...(ChecksumCRC32 && { ChecksumCRC32 }) };
  };
  const complete = (Parts: { PartNumber: number; ETag: string | undefined }[], more: { IfNoneMatch?: string } = {}) =>
    s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }));
  return { UploadId, part, complete };
};

test('parts become one object whose ETag and checksum are those of the parts', async () => {
  const { s3 } = as(stillRange().range, 'admin');
  const { part, complete } = await begun(s3, 'SHA256');
  const two = await part(2, last);
  const one = await part(1, first);
  const done = await complete([one, two]);
  const composite = `${sha(sha(first), sha(last)).toString('base64')}-2`;
  expect(done).toMatchObject({
    ETag: `"${md5(Buffer.concat([md5(first), md5(last)])).toString('hex')}-2"`,
    ChecksumSHA256: composite,
    ChecksumType: 'COMPOSITE',
  });
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
  expect(head).toMatchObject({ ContentLength: MIB5 + last.length, ChecksumSHA256: composite, VersionId: done.VersionId });
  const part2 = await s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 2 }));
  expect(await part2.Body?.transformToString()).toBe('the end');
  expect(part2).toMatchObject({ PartsCount: 2, $metadata: { httpStatusCode: 206 } });
  const attributes = await s3.send(
    new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['Checksum', 'ObjectParts', 'ObjectSize'] }),
  );
  expect(attributes).toMatchObject({
    ObjectSize: MIB5 + last.length,
    Checksum: { ChecksumSHA256: composite.replace('-2', ''), ChecksumType: 'COMPOSITE' },
    ObjectParts: {
      TotalPartsCount: 2,
      Parts: [
        { PartNumber: 1, Size: MIB5 },
        { PartNumber: 2, Size: last.length },
      ],
    },
  });
});

test('without an algorithm the object gets CRC64NVME, and what was uploaded twice counts once', async () => {
  const { s3 } = as(stillRange().range, 'admin');
  const { part, complete } = await begun(s3);
  await part(1, Buffer.from('wrong'));
  const { ETag } = await part(1, last);
  expect(await complete([{ PartNumber: 1, ETag }])).toMatchObject({ ChecksumType: 'FULL_OBJECT', ChecksumCRC64NVME: expect.any(String) });
  const whole = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(await whole.Body?.transformToString()).toBe('the end');
});

test('what does not fit together is refused, and the upload lives on', async () => {
  const { s3 } = as(stillRange().range, 'admin');
  const { part, complete, UploadId } = await begun(s3, 'SHA256');
  const [one, two, three] = [await part(1, first), await part(2, last), await part(3, last)];
  const name = async (call: Promise<unknown>) => (await refusal(call)).name;
  expect(await name(complete([two, one]))).toBe('InvalidPartOrder');
  expect(await name(complete([one, { ...two, ETag: '"0"' }]))).toBe('InvalidPart');
  expect(await name(complete([one, { ...two, PartNumber: 9 }]))).toBe('InvalidPart');
  expect(await name(complete([one, two, three]))).toBe('EntityTooSmall');
  const { ChecksumSHA256: _left, ...bare } = two;
  expect(await refusal(complete([one, bare]))).toMatchObject({
    name: 'InvalidRequest',
    message: expect.stringContaining('missing for part 2'),
  });
  const unlike = s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 4, Body: last, ChecksumAlgorithm: 'CRC32' }));
  expect((await refusal(unlike)).message).toContain('expected checksum Type: sha256, actual checksum Type: crc32');
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'there' }));
  expect(await name(complete([one, two], { IfNoneMatch: '*' }))).toBe('PreconditionFailed');
  await complete([one, two]);
  expect(await name(complete([one, two]))).toBe('NoSuchUpload');
});

test('uploads are listed, copied into and aborted', async () => {
  const { s3 } = as(stillRange().range, 'admin');
  const { UploadId, part } = await begun(s3);
  await s3.send(new PutObjectCommand({ Bucket: 'nb-train', Key: 'source', Body: '0123456789' }));
  await part(1, last);
  const copied = new UploadPartCopyCommand({
    Bucket,
    Key,
    UploadId,
    PartNumber: 2,
    CopySource: 'nb-train/source',
    CopySourceRange: 'bytes=2-4',
  });
  expect((await s3.send(copied)).CopyPartResult?.ETag).toBe(`"${md5(Buffer.from('234')).toString('hex')}"`);
  const parts = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 1 }));
  expect(parts).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '1', Parts: [{ PartNumber: 1, Size: last.length }] });
  expect((await s3.send(new ListPartsCommand({ Bucket, Key, UploadId, PartNumberMarker: '1' }))).Parts).toMatchObject([
    { PartNumber: 2, Size: 3 },
  ]);
  expect((await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'big/' }))).Uploads).toMatchObject([{ Key, UploadId }]);
  await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []).toEqual([]);
  expect((await refusal(part(3, last))).name).toBe('NoSuchUpload');
});
