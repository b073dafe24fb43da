import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cordon, newDataDir } from '../cli/run.ts';
import { planAccount, type PlanAccount } from '../cli/plan-account.ts';
import { shownIn, unsaid } from './readme-blocks.ts';
import { type } from './terminal.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const shown = shownIn(readFileSync(join(ROOT, 'docs/plan.md'), 'utf8'));
let account: PlanAccount;
const dir = newDataDir();
beforeAll(async () => {
  const { stdout } = await cordon(['playbook', 'plan', 'training-data-poisoning', '--policy'], dir.path);
  const statements: readonly { readonly Sid: string }[] = JSON.parse(stdout).Statement;
  account = await planAccount({
    readonly: { statements },
    'no-trail': { statements: statements.filter(({ Sid }) => Sid !== 'CordonLooksCloudtrail') },
  });
});
afterAll(async () => {
  await account.close();
  dir.remove();
});

test('docs/plan.md shows a plan that holds, one that does not, and one that lacks a right', () => {
  expect(shown.map(({ exits }) => exits)).toEqual([0, 0, 3, 3]);
});
test.each(shown.map((step) => [step.line, step] as const))(
  'docs/plan.md:%i runs as it stands',
  async (_line, { command, exits, says }) => {
    const told = await type(command, ROOT, { PATH: process.env.PATH, NO_COLOR: '1', CORDON_DATA_DIR: dir.path, ...account.env });
    expect([told.exit, unsaid(says, told.output)]).toEqual([exits, undefined]);
  },
  60_000,
);
