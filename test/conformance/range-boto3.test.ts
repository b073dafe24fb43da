import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRange } from '../../tabletop/range/range.ts';
import { PYTHON, ran } from './debian.ts';

const SCRIPT = new URL('boto3-session.py', import.meta.url).pathname;

/** What each step of the session must have seen. */
const EXPECTED: Readonly<Record<string, unknown>> = {
  who_am_i: 'arn:aws:sts::111122223333:assumed-role/admin/test-key',
  describe_endpoint: { status: 'InService', config: 'fraud-cfg-7', variant: 'AllTraffic', instances: expect.any(Number), time: true },
  paginate_endpoints: { pages: true, unique: true, has: true },
  tags: ['böto 3'],
  update_and_wait: { during: 'Updating', again: 'ValidationException', after: 'InService', config: 'fraud-cfg-6' },
  event_history: { source: 'sagemaker.amazonaws.com', asked: 'fraud-cfg-6', key: 'NORTHBANK-ADMIN' },
  refusals: {
    'too long': 'ValidationException',
    'no enum': 'ValidationException',
    missing: 'ValidationException',
    unknown: 'UnknownOperationException',
    'no such': 'ValidationException',
    'no permission': 'AccessDeniedException',
    query: 'ValidationError',
    'no key': 'InvalidClientTokenId',
    'no role': 'NoSuchEntity',
    'no object': 'NoSuchKey',
    'no function': 'ResourceNotFoundException',
    'no name of a function': 'ValidationException',
  },
  object_lock: {
    same: true,
    metadata: { case: '7' },
    hold: 'ON',
    retention: 'COMPLIANCE',
    head: 10_000,
    delete: 'AccessDenied',
    shorter: 'AccessDenied',
  },
  object_versions: { versions: 3, pages: 2, marker: true, gone: 'NoSuchKey', oldest: 'one' },
  presigned: { body: 'by URL', 'too long': 400 },
  sign: { verified: true, another: 'KMSInvalidSignatureException' },
  deny_by_policy: { before: ['model', 'score'], denied: 'AccessDeniedException', document: true, again: true },
  assume_role: {
    arn: 'arn:aws:sts::111122223333:assumed-role/cordon-member/boto3',
    may: 'InService',
    'may not': 'AccessDeniedException',
    'without token': 'InvalidClientTokenId',
    'not trusted': 'AccessDenied',
  },
  event_stream: { type: 'application/vnd.amazon.eventstream', kinds: ['PayloadPart'], bytes: true },
  metrics: { protocol: 'query', points: true, sum: true, threshold: [0.5], wrong: 'InvalidParameterValue' },
  parameters_and_secrets: { history: ['one', 'two'], arn: true, now: 'AP8=', before: 's', 'by path': ['/boto/3'] },
  rules_and_organisation: { state: 'ENABLED', failed: 0, accounts: 'not refused' },
  waf: { addresses: ['192.0.2.0/24'], stale: 'WAFOptimisticLockException' },
};

describe('boto3', () => {
  const folder = mkdtempSync(join(tmpdir(), 'range-boto3-'));
  // An update of minutes takes less than a second.
  const range = createRange({ pace: 1000 });
  let seen: Readonly<Record<string, unknown>> = {};
  let close = async (): Promise<void> => undefined;
  beforeAll(async () => {
    const listening = await range.listen();
    close = () => listening.close();
    const { code, out, error } = await ran(PYTHON, [SCRIPT, listening.endpoint], { HOME: folder });
    if (code !== 0) throw new Error(error);
    seen = JSON.parse(out);
  }, 180_000);
  afterAll(async () => {
    await close();
    range.close();
    rmSync(folder, { recursive: true });
  });

  test('goes through every step', () => expect(Object.keys(seen).toSorted()).toEqual(Object.keys(EXPECTED).toSorted()));
  test.each(Object.keys(EXPECTED))('%s', (name) => expect(seen[name]).toEqual(EXPECTED[name]));
});
