import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRead, planAccount, type PlanAccount } from './plan-account.ts';
import { cordon, newDataDir, type Ran } from './run.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ASSETS = join(ROOT, 'tabletop/northbank/assets.yaml');
const endpoint = (name: string, account = '111122223333') => `arn:aws:sagemaker:eu-west-1:${account}:endpoint/${name}`;
const FRAUD = endpoint('fraud-scorer');
const POISONED = 'training-data-poisoning';

interface Statement {
  readonly Action: readonly string[];
}
const dir = newDataDir();
let account: PlanAccount;
let derived: readonly Statement[];
const without = (...actions: readonly string[]): readonly Statement[] =>
  derived
    .map((one) => ({ ...one, Action: one.Action.filter((action) => !actions.includes(action)) }))
    .filter(({ Action }) => Action.length > 0);
beforeAll(async () => {
  // The role that everything below looks with has exactly the rights that the command prints, and no others.
  derived = JSON.parse((await cordon(['playbook', 'plan', POISONED, '--policy'], dir.path)).stdout).Statement;
  account = await planAccount(
    {
      readonly: { statements: derived },
      'no-trail': { statements: without('cloudtrail:LookupEvents') },
      'no-roles': { statements: without('iam:ListAttachedRolePolicies', 'iam:GetRole') },
      'no-metrics': { statements: without('cloudwatch:GetMetricData') },
      taker: { statements: [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: '*' }] },
      nothing: { statements: [{ Effect: 'Allow', Action: ['s3:ListBucket'], Resource: '*' }] },
      security: { account: '444455556666', statements: derived },
    },
    [
      '[profile empty]',
      'region = eu-west-1',
      '[profile broken]',
      'credential_process = false',
      '[profile chained]',
      'role_arn = arn:aws:iam::111122223333:role/admin',
      'source_profile = taker',
      '[profile stranger]',
      'aws_access_key_id = AKIANOBODY',
      'aws_secret_access_key = x',
      '',
    ].join('\n'),
  );
});
afterAll(async () => {
  await account.close();
  dir.remove();
});
const plan = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> =>
  cordon(['playbook', 'plan', ...args], dir.path, { ...account.env, ...env });
const planned = async (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const ran = await plan([...args, '--json'], env);
  const data = JSON.parse(ran.stdout);
  const step = (path: string) =>
    [...(data.prerequisites ?? []), ...(data.steps ?? [])].find((one: { readonly path: string }) => one.path === path);
  return { ...ran, data, step };
};

describe('with a profile that may read, and nothing of Cordon deployed', () => {
  test('every look runs, every request is a read, and nothing in the account has changed', async () => {
    const before = account.digest();
    account.asked.length = 0;
    const { exit, stderr, data, step } = await planned([POISONED, '--target', FRAUD, '--profile', 'readonly', '--assets', ASSETS]);
    expect([exit, ...stderr.split('\n')]).toEqual([
      0,
      'LIVE 111122223333/eu-west-1 as arn:aws:sts::111122223333:assumed-role/readonly/anna',
      'Answered by 127.0.0.1, which is not AWS (AWS_ENDPOINT_URL, or endpoint_url of the profile).',
      '',
    ]);
    expect(data).toMatchObject({
      schemaVersion: 1,
      target: FRAUD,
      failing: [],
      missing: [],
      temporary: false,
      as: expect.stringContaining('readonly'),
    });
    expect(step('evidence/quick')).toMatchObject({ verdict: 'ok', uses: 'evidence.snapshot-endpoint', writes: [] });
    expect(step('deny')).toMatchObject({ verdict: 'ok', writes: [{ operation: 'sagemaker:AddTags' }] });
    expect(step('deny').impact.join('\n')).toContain('batch-nightly: NO fallback declared');
    expect(step('rollback')).toMatchObject({ verdict: 'ok', writes: [{ input: { EndpointConfigName: 'fraud-cfg-6' } }] });
    expect(step('reject')).toMatchObject({ verdict: 'later', writes: [] });
    expect(data.unknown.map(({ path }: { readonly path: string }) => path)).toEqual(['deny', 'reject']);
    expect(account.asked.length).toBeGreaterThan(20);
    expect(account.asked.filter((one) => !isRead(one))).toEqual([]);
    expect(account.digest()).toBe(before);
  });
  test('for people: one line for each verdict, what could not be known, and one Next', async () => {
    const { exit, stdout } = await plan([POISONED, '--target', FRAUD, '--profile', 'readonly', '--assets', ASSETS]);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/adopted {7}ok {2}tier high[^]*deny {10}ok {2}sagemaker:AddTags[^]*rollback {6}ok[^]*reject {8}later/);
    expect(stdout).toMatch(
      /Nothing that is known would fail tonight\.\nCould not be known:\n {2}deny {10}whether its effect could be proven/,
    );
    expect(stdout.match(/^ {2}Next /gm)).toHaveLength(1);
  });
  test('a company that adopted nothing: that is what fails, and that nobody knows its callers', async () => {
    const { exit, data, step } = await planned([POISONED, '--target', FRAUD, '--profile', 'readonly']);
    expect([exit, data.failing, data.error.code]).toEqual([3, ['adopted', 'deny'], 'would-fail']);
    expect(step('deny').gaps).toEqual([expect.stringContaining('callers unknown')]);
  });
  test('an endpoint that assets.yaml does not name, and an account that it does not', async () => {
    const ghost = await planned([POISONED, '--target', endpoint('ghost'), '--profile', 'readonly', '--assets', ASSETS]);
    expect(ghost.step('adopted').detail[0]).toContain('is not in assets.yaml');
    expect([ghost.exit, ghost.step('deny').detail[0]]).toEqual([3, expect.stringContaining('DescribeEndpoint found nothing of that name')]);
    const text = `apiVersion: cordon/v1\nkind: Assets\ncompany: Other\nmembers: [{ account: "999999999999", regions: [eu-west-1], name: o }]\npeople: {}\nassets: []\n`;
    const stranger = await planned([POISONED, '--target', FRAUD, '--profile', 'readonly', '--assets', account.file('other.yaml', text)]);
    expect(stranger.step('adopted')).toMatchObject({ verdict: 'NO', detail: [expect.stringContaining('no member')] });
  });
  test('no clean config to go back to is said with every candidate and its reason', async () => {
    const { exit, data, step } = await planned([POISONED, '--target', endpoint('churn'), '--profile', 'readonly', '--assets', ASSETS]);
    expect([exit, data.failing]).toEqual([3, ['rollback']]);
    expect(step('rollback').detail[0]).toMatch(/churn has no config to go back to.*churn-model\/1/);
  });
  test("a company's own playbook, which calls a shipped one", async () => {
    const yaml = [
      'apiVersion: cordon/v1',
      'kind: Playbook',
      'metadata: { id: mine, version: 1.0.0, title: Mine, owner: me, references: { atlas: [], owaspLlm: [] } }',
      'inputs: { target: { type: endpoint-arn, describe: what to look at } }',
      'mode: enforce',
      'steps:',
      "  - { id: keep, phase: investigate, playbook: forensic-snapshot, with: { target: '${{ inputs.target }}' } }",
      '',
    ].join('\n');
    const file = join(dir.path, 'mine/mine/playbook.yaml');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, yaml);
    const args = ['mine', '--in', join(dir.path, 'mine'), '--target', FRAUD, '--profile', 'readonly', '--assets', ASSETS];
    const { exit, data, step } = await planned(args);
    expect([exit, data.prerequisites.length, step('keep/quick').verdict]).toEqual([0, 1, 'ok']);
    writeFileSync(file, 'kind: Nothing\n');
    expect((await planned(args)).data).toMatchObject({
      error: { code: 'unreadable' },
      next: expect.stringContaining('playbook lint mine --in'),
    });
  });
});

describe('what the profile lacks', () => {
  test('the step that needs it is NO, with the action of IAM; the others are planned all the same', async () => {
    const { exit, data, step } = await planned([POISONED, '--target', FRAUD, '--profile', 'no-trail', '--assets', ASSETS]);
    expect([exit, data.failing]).toEqual([3, ['rollback']]);
    expect(step('rollback').detail[0]).toBe('this profile lacks cloudtrail:LookupEvents on *');
    expect(data.missing).toEqual([{ path: 'every step', right: { actions: ['cloudtrail:LookupEvents'], resource: '*', explicit: false } }]);
    expect(data.policy.Statement).toEqual(derived);
    expect(data.next).toBe(`npx cordon playbook plan ${POISONED} --policy`);
  });
  test('a right on a resource is named with it, and the policy is printed so that it can be pasted', async () => {
    const { exit, stdout } = await plan([POISONED, '--target', FRAUD, '--profile', 'no-roles', '--assets', ASSETS]);
    expect(exit).toBe(3);
    for (const name of ['checkout-api', 'batch-nightly'])
      expect(stdout).toContain(`iam:ListAttachedRolePolicies on arn:aws:iam::111122223333:role/${name} (deny)`);
    expect(stdout).toMatch(/deny {10}NO /);
    expect(stdout).toContain('iam:GetRole on arn:aws:iam::111122223333:role/cordon-canary-covered (canary)');
    const pasted = stdout.slice(stdout.indexOf('{"Version"'), stdout.indexOf(']}\n') + 2);
    expect(JSON.parse(pasted).Statement).toEqual(derived);
  });
  test('what a look can do without is planned, and told as not known', async () => {
    const { exit, data, step } = await planned([POISONED, '--target', FRAUD, '--profile', 'no-metrics', '--assets', ASSETS]);
    expect([exit, step('deny').verdict]).toEqual([0, 'ok']);
    expect(data.unknown).toContainEqual({ path: 'deny', why: expect.stringContaining('went on without cloudwatch:GetMetricData') });
  });
  test('with no right at all every step says so, and nothing breaks', async () => {
    const { exit, data } = await planned([POISONED, '--target', FRAUD, '--profile', 'nothing', '--assets', ASSETS]);
    expect([exit, data.failing]).toEqual([3, ['evidence/quick', 'deny', 'rollback']]);
    expect(data.missing[0].right).toEqual({ actions: ['sagemaker:DescribeEndpoint'], resource: FRAUD, explicit: false });
  });
});

describe('who it is', () => {
  const args = [POISONED, '--target', FRAUD, '--assets', ASSETS];
  test.each<[string, readonly string[], number, RegExp]>([
    ['a profile that is not there', [...args, '--profile', 'readonli'], 2, /There is no AWS profile readonli[^]*Did you mean readonly\?/],
    ['a profile without credentials', [...args, '--profile', 'empty'], 2, /names no credentials/],
    [
      'a key that nobody knows',
      [...args, '--profile', 'stranger'],
      5,
      /AWS does not accept the profile stranger: InvalidClientTokenId[^]*Next/,
    ],
    ['a profile of another account', [...args, '--profile', 'security'], 2, /^LIVE 444455556666[^]*--target is in account 111122223333/],
    [
      'a bare name',
      [POISONED, '--target', 'fraud-scorer', '--profile', 'readonly'],
      2,
      /never a bare name: arn:aws:sagemaker:<region>:<account>:endpoint\/fraud-scorer/,
    ],
    [
      'a file that is not there',
      [POISONED, '--target', FRAUD, '--profile', 'readonly', '--assets', 'nowhere.yaml'],
      2,
      /There is no file nowhere\.yaml/,
    ],
    ['a playbook that is not there', ['no-such', '--target', FRAUD, '--profile', 'readonly'], 6, /There is no playbook no-such/],
    ['somebody of the sandbox', [...args, '--profile', 'readonly', '--as', 'bo'], 2, /--as works only in the sandbox/],
    ['options without a profile', [POISONED, '--target', FRAUD, '--assets', ASSETS], 2, /--assets needs --profile/],
  ])('%s', async (_case, given, exit, says) => {
    const ran = await plan(given);
    expect([ran.exit, ran.stdout]).toEqual([exit, '']);
    expect(ran.stderr.replaceAll(/\s*\n\s*/g, ' ')).toMatch(says);
  });
  test('a profile that gives no credentials is nobody: no key of the environment, no role of the machine takes its place', async () => {
    account.asked.length = 0;
    const env = {
      AWS_ACCESS_KEY_ID: 'NORTHBANK-ADMIN',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${account.url}/creds`,
    };
    const { exit, stderr } = await plan([...args, '--profile', 'broken'], env);
    expect([exit, account.asked]).toEqual([5, []]);
    expect(stderr).toContain('AWS does not accept the profile broken');
    const { exit: good, stderr: place } = await plan([...args, '--profile', 'readonly'], env);
    expect([good, place.split('\n')[0]]).toEqual([0, expect.stringContaining('assumed-role/readonly/anna')]);
  });
  test('a profile that takes a role, and one that asks a program; an administrator looks, too, and no more', async () => {
    account.asked.length = 0;
    const before = account.digest();
    const took = await planned(['forensic-snapshot', '--target', FRAUD, '--assets', ASSETS, '--profile', 'chained']);
    expect([took.exit, took.data.as]).toEqual([0, expect.stringContaining('assumed-role/admin/')]);
    expect(account.asked.filter((one) => !isRead(one)).map(({ operation }) => operation)).toEqual(['AssumeRole']);
    // That the SDK took a role for the profile is in CloudTrail, and nothing else has changed.
    expect(account.digest()).not.toBe(before);
    const told = JSON.stringify({ Version: 1, AccessKeyId: 'TEST-READONLY', SecretAccessKey: 'x' });
    const config = account.file('process-config', `[profile asks]\ncredential_process = cat ${account.file('told.json', told)}\n`);
    const asks = await planned(['forensic-snapshot', '--target', FRAUD, '--assets', ASSETS, '--profile', 'asks'], {
      AWS_CONFIG_FILE: config,
    });
    expect([asks.exit, asks.data.as]).toEqual([0, expect.stringContaining('assumed-role/readonly/anna')]);
  });
  test('AWS that cannot be reached, or answers with 5xx, is temporary', async () => {
    const nowhere = await planned([...args, '--profile', 'readonly'], { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
    expect([nowhere.exit, nowhere.data.error.code]).toEqual([75, 'unavailable']);
    account.range.faults.add({ operation: 'cloudtrail:LookupEvents', kind: 'unavailable', times: 4 });
    const half = await planned([...args, '--profile', 'readonly']);
    account.range.faults.clear();
    expect([half.exit, half.data.temporary, half.step('rollback').verdict]).toEqual([75, true, 'later']);
  });
});
