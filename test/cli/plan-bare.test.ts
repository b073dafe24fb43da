import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { planAccount } from './plan-account.ts';
import { cordon, newDataDir } from './run.ts';

const ASSETS = join(fileURLToPath(new URL('../..', import.meta.url)), 'tabletop/northbank/assets.yaml');
const POISONED = 'training-data-poisoning';
const FRAUD = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer';
const dir = newDataDir();
afterAll(dir.remove);

test('an account without the deny policy, and without the canary to prove it with', async () => {
  const { Statement } = JSON.parse((await cordon(['playbook', 'plan', POISONED, '--policy'], dir.path)).stdout);
  const bare = await planAccount({ readonly: { statements: Statement } }, '', [
    'iam.policy/arn:aws:iam::111122223333:policy/cordon-quarantine-deny',
    'iam.role/arn:aws:iam::111122223333:role/cordon-canary-covered',
  ]);
  const args = ['playbook', 'plan', POISONED, '--target', FRAUD, '--profile', 'readonly', '--assets', ASSETS, '--json'];
  const { exit, stdout } = await cordon(args, dir.path, bare.env);
  await bare.close();
  const { failing, prerequisites, steps } = JSON.parse(stdout);
  expect([exit, failing]).toEqual([3, ['canary', 'deny']]);
  expect(prerequisites[1].detail[0]).toContain('there is no role cordon-canary-covered');
  expect(steps.find(({ path }: { readonly path: string }) => path === 'deny').gaps).toEqual([
    expect.stringContaining('checkout-api is not reached by the deny'),
    expect.stringContaining('batch-nightly is not reached'),
  ]);
});
