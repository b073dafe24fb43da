import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { targetIn, type Wanted } from '../../cli/plan-target.ts';
import { Stop } from '../../cli/stop.ts';
import { cordon, newDataDir } from './run.ts';

const ASSETS = join(fileURLToPath(new URL('../..', import.meta.url)), 'tabletop/northbank/assets.yaml');
const FRAUD = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer';
const dir = newDataDir();
afterAll(dir.remove);

describe('which target', () => {
  const said = (wanted: Wanted): string => {
    try {
      return targetIn(wanted, 'readonly').region;
    } catch (thrown) {
      if (!(thrown instanceof Stop)) throw thrown;
      expect(thrown.refusal).toMatchObject({ exit: 2, code: 'usage', next: expect.stringMatching(/^(?:npx cordon|aws) /) });
      return thrown.message;
    }
  };
  const role = 'arn:aws:iam::111122223333:role/crm';
  test.each<[string, Wanted, RegExp]>([
    ['its ARN', { target: FRAUD }, /^eu-west-1$/],
    ['and the same region', { target: FRAUD, region: 'eu-west-1' }, /^eu-west-1$/],
    ['what has no region, and where to look', { target: role, region: 'eu-north-1' }, /^eu-north-1$/],
    ['the name form', { endpoint: 'fraud-scorer' }, /never a bare name/],
    ['a bare name', { target: 'fraud-scorer; rm' }, /never a bare name/],
    ['none', {}, /needs --target/],
    ['no account', { target: 'arn:aws:s3:::nb-train' }, /names no account/],
    ['no region', { target: role }, /names no region/],
    ['two regions', { target: FRAUD, region: 'us-east-1' }, /--region says us-east-1, but --target is in eu-west-1/],
    ['a region that is none', { target: role, region: 'x' }, /takes an AWS region/],
  ])('%s', (_case, wanted, says) => expect(said(wanted)).toMatch(says));
});

describe('--policy', () => {
  test('prints the document alone, which no write is in, and asks nobody', async () => {
    const { exit, stdout, stderr } = await cordon(['playbook', 'plan', 'prompt-injection', '--policy', '--assets', ASSETS], dir.path, {
      HOME: dir.path,
    });
    const { Version, Statement } = JSON.parse(stdout);
    expect([exit, Version, stderr.startsWith('OFFLINE')]).toEqual([0, '2012-10-17', true]);
    const allowed = Statement.flatMap(({ Action }: { readonly Action: readonly string[] }) => Action);
    expect(allowed.filter((action: string) => !/^[a-z0-9]+:(Describe|Get|List|Lookup)/.test(action))).toEqual([]);
    expect(Statement.find(({ Sid }: { readonly Sid: string }) => Sid === 'CordonLooksSsm').Resource).toEqual([
      expect.stringContaining(':parameter/'),
    ]);
  });
});
