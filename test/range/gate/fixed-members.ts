import type { Value } from './random-value.ts';

/** Members whose value is not free, by service: what becomes of a random one. */
type Fix = (operation: string, value: Record<string, unknown>) => void;
const without = (value: Record<string, unknown>, pattern: RegExp): void => {
  for (const name of Object.keys(value)) if (pattern.test(name)) delete value[name];
};

const INPUT: Readonly<Record<string, Fix>> = {
  S3: (_operation, input) => {
    // These are parts of the host name.
    if ('Bucket' in input) input['Bucket'] = 'my-bucket';
    if ('RequestRoute' in input) input['RequestRoute'] = 'my-route';
    // The client hashes keys, counts bytes and computes checksums by itself, and reads Expires into two members.
    without(input, /^(?:Checksum|SSECustomer|CopySourceSSE|ContentMD5|ContentEncoding|ContentLength|Expires)/);
  },
  // Signed by another scheme and sent to another host.
  EventBridge: (_operation, input) => without(input, /^EndpointId$/),
};
const OUTPUT: Readonly<Record<string, Fix>> = {
  S3: (operation, output) => {
    // The client checks what it reads against them.
    without(output, /^(?:Checksum(?!Algorithm)|ContentEncoding|ContentLength|Expires)/);
    // It takes an answer of these without a body for an aborted request.
    const result = { CopyObject: 'CopyObjectResult', UploadPartCopy: 'CopyPartResult' }[operation];
    if (result !== undefined) output[result] = { ETag: 'etag' };
    if (operation === 'CompleteMultipartUpload') output['ETag'] = 'etag';
  },
};
const fixed =
  (table: Readonly<Record<string, Fix>>) =>
  (service: string, operation: string, value: Value): Value => {
    const copy = { ...value };
    table[service]?.(operation, copy);
    return copy;
  };
export const fixInput = fixed(INPUT);
export const fixOutput = fixed(OUTPUT);

/** Members that a client fills in when its caller did not. */
const FILLED_IN =
  /^input\.(?:Checksum\w*|Content(?:Length|MD5|Encoding|Type)|contentType|accepts?|Accept|CreateBucketConfiguration)(?:\.|: undefined)/;
/** The status that the answer was sent with, and its content type. */
const FROM_THE_ANSWER = /^output\.(?:StatusCode|statusCode|Status|status|httpStatus|ContentType|contentType): undefined/;
export const isExpected = (difference: string): boolean => FILLED_IN.test(difference) || FROM_THE_ANSWER.test(difference);
