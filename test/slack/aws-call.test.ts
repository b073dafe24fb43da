import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { signedHeaders } from '../../adapters/slack/aws-call.ts';

/** What the SDK's signer asks for. */
const sha256 = (secret?: string | Uint8Array) => {
  const hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  return {
    update: (data: string | Uint8Array) => void hash.update(data),
    digest: async () => new Uint8Array(hash.digest()),
    reset: () => undefined,
  };
};
const text = fc.string({ minLength: 1, maxLength: 60 });

test('signs as the SDK signs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('dynamodb' as const, 'sqs' as const, 'ssm' as const),
      fc.constantFrom('eu-west-1', 'us-gov-east-1'),
      text,
      fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{1,200}$/), { nil: undefined }),
      fc.string(),
      fc.integer({ min: 0, max: 4e12 }),
      async (service, region, secretAccessKey, sessionToken, body, now) => {
        const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
        const ours = signedHeaders({ region, service, target: 'Service.Operation', input: {} }, keys, body, now);
        const signer = new SignatureV4({
          service,
          region,
          credentials: keys,
          sha256: function (this: unknown, secret?: string | Uint8Array) {
            return sha256(secret);
          } as never,
          applyChecksum: false,
        });
        const { authorization: _, 'x-amz-date': stamp, 'x-amz-security-token': token, ...rest } = ours;
        const theirs = await signer.sign(
          { method: 'POST', protocol: 'https:', hostname: ours['host'] ?? '', path: '/', query: {}, headers: { ...rest }, body },
          { signingDate: new Date(now) },
        );
        expect({
          authorization: theirs.headers['authorization'],
          stamp: theirs.headers['x-amz-date'],
          token: theirs.headers['x-amz-security-token'],
        }).toEqual({ authorization: ours['authorization'], stamp, token });
      },
    ),
  );
});
