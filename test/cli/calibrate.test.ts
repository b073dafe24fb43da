import { planAccount, type PlanAccount } from './plan-account.ts';
import { cordon, newDataDir } from './run.ts';

const dir = newDataDir();
let account: PlanAccount;
beforeAll(async () => {
  account = await planAccount({ admin: { statements: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } });
});
afterAll(async () => {
  await account.close();
  dir.remove();
});
const calibrate = (...more: readonly string[]) =>
  cordon(['calibrate', '--profile', 'admin', '--region', 'eu-west-1', '--model', 'churn-model-1', ...more], dir.path, account.env);

test('without --yes it asks nobody and says what it would do', async () => {
  const before = account.asked.length;
  const { exit, stdout, stderr } = await calibrate('--account', '111122223333', '--json');
  expect(exit).toBe(0);
  expect(stderr).toContain('OFFLINE');
  expect(JSON.parse(stdout)).toMatchObject({ policy: { Version: '2012-10-17' }, next: expect.stringMatching(/--yes$/) });
  expect(account.asked.slice(before)).toEqual([]);
});

test('an account that somebody uses is refused, and was only looked at', async () => {
  const before = account.asked.length;
  const { exit, stderr } = await calibrate('--account', '111122223333', '--yes');
  expect(exit).toBe(5);
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain('This is not a sandbox: this account has');
  expect(account.asked.slice(before).map(({ operation }) => operation)).toEqual(['GetCallerIdentity', 'ListEndpoints']);
});

test.each([
  [
    'another account than the one that was typed',
    ['--account', '999922223333', '--yes'],
    'is in account 111122223333, not in 999922223333',
  ],
  ['an instance type that does not exist', ['--account', '111122223333', '--instance-type', 'ml.t9.tiny'], 'no instance type ml.t9.tiny'],
])('%s is refused', async (_what, more, says) => {
  const { exit, stderr } = await calibrate(...more);
  expect({ exit, said: stderr.replaceAll(/\s+/g, ' ').includes(says) }).toEqual({ exit: 2, said: true });
});
