import { PutObjectCommand } from '@aws-sdk/client-s3';
import { asBytes } from '../../../tabletop/range/protocol/wire.ts';
import { as, NOW, stillRange } from '../clients.ts';

test('a presigned URL is good for as long as it says, by the clock of the range', async () => {
  const { range, clock } = stillRange();
  await as(range, 'admin').s3.send(new PutObjectCommand({ Bucket: 'nb-models', Key: 'p', Body: 'shared' }));
  const get = async (seconds: string) => {
    const query = new Map([
      ['X-Amz-Algorithm', ['AWS4-HMAC-SHA256']],
      ['X-Amz-Credential', ['NORTHBANK-ADMIN/20261120/eu-west-1/s3/aws4_request']],
      ['X-Amz-Date', [NOW.replaceAll(/[-:]|\.\d+/g, '')]],
      ['X-Amz-Expires', [seconds]],
      ['X-Amz-SignedHeaders', ['host']],
      ['X-Amz-Signature', ['0']],
    ]);
    const { status, body } = await range.host.handle({
      method: 'GET',
      host: 'nb-models.s3.eu-west-1.amazonaws.com',
      path: '/p',
      query,
      headers: {},
      body: undefined,
    });
    return { status, text: Buffer.from(await asBytes(body)).toString() };
  };
  expect(await get('60')).toEqual({ status: 200, text: 'shared' });
  clock.advance(61);
  expect(await get('60')).toMatchObject({ status: 403, text: expect.stringContaining('Request has expired') });
  expect((await get('120')).status).toBe(200);
  expect((await get('604801')).text).toContain('AuthorizationQueryParametersError');
  expect((await get('soon')).status).toBe(400);
});
