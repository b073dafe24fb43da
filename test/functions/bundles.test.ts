import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actions } from '../../actions/index.ts';
import { actionFunctionName } from '../../core/action/role-names.ts';
import { daysSinceStory } from '../../core/finding/shift-days.ts';
import { writeAssets } from '../../infra/assets.ts';
import { bundle, entryOf, FUNCTIONS, type Bundled } from '../../infra/bundle.ts';
import { createRange } from '../../tabletop/range/range.ts';
import type { Range } from '../../tabletop/range/range-api.ts';
import { TEST_SECRET } from '../../tabletop/range/sts/state.ts';
import { CONFIG, deployment } from '../infra/deployment.ts';
import { accessKeyOf, deployedState, EVIDENCE_BUCKET, EVIDENCE_KEY, GRANT_KEY, may, permissionsIn, TABLE } from './accounts.ts';
import { startFunction } from './process.ts';

const directory = mkdtempSync(join(tmpdir(), 'cordon-bundles-'));
const made = deployment();
const [member] = made.members;
if (member === undefined) throw new Error('there is one member');
const range: Range = createRange({ state: deployedState(made.home, member, daysSinceStory(Date.now())) });
let bundled: Bundled;
let endpoint: Awaited<ReturnType<Range['listen']>>;
beforeAll(async () => {
  bundled = await bundle(directory);
  writeAssets(directory, CONFIG, actions);
  endpoint = await range.listen();
}, 60_000);
afterAll(async () => {
  await endpoint.close();
  range.close();
  made.close();
  rmSync(directory, { recursive: true, force: true });
});

test('one bundle per function, in one call, each in its folder with what it reads', () => {
  const names = [...FUNCTIONS.map((name) => `cordon-${name}`), ...actions.map(({ id }) => actionFunctionName(id))];
  expect(bundled.bundles.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  expect(readdirSync(join(directory, 'cordon-intake')).toSorted()).toEqual(['assets.json', 'catalog.json', 'index.mjs', 'playbooks.json']);
  expect(readdirSync(join(directory, 'cordon-notify'))).toEqual(['index.mjs']);
  expect(readdirSync(join(directory, 'cordon-action-sagemaker-reject-model-package'))).toEqual(['index.mjs']);
});

/** Packages whose code is in a bundle. */
const packagesIn = (name: string): ReadonlySet<string> => {
  const [, output] = Object.entries(bundled.metafile.outputs).find(([path]) => path.includes(`/${name}/`)) ?? [];
  const inputs = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return new Set(inputs.flatMap(([path]) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));
};

test('an action brings the clients of its own calls and no others; nothing brings what only people or a laptop need', () => {
  const reject = packagesIn('cordon-action-sagemaker-reject-model-package');
  expect([...reject].filter((name) => name.startsWith('@aws-sdk/client-')).toSorted()).toEqual([
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/client-kms',
    '@aws-sdk/client-sagemaker',
    '@aws-sdk/client-sts',
  ]);
  for (const { name } of bundled.bundles) {
    const packages = packagesIn(name);
    for (const unwanted of ['yaml', 'commander', 'hono', '@aws-sdk/credential-provider-sso', 'aws-cdk-lib'])
      expect([name, unwanted, packages.has(unwanted)]).toEqual([name, unwanted, false]);
    if (name.startsWith('cordon-action-')) expect([name, packages.has('@marcbachmann/cel-js')]).toEqual([name, false]);
    if (name !== 'cordon-run') expect([name, packages.has('@aws/durable-execution-sdk-js')]).toEqual([name, false]);
  }
  expect(packagesIn('cordon-run').has('@aws/durable-execution-sdk-js')).toBe(true);
});

test('an action whose folder is not where its id says does not build', async () => {
  const [first] = actions;
  if (first === undefined) throw new Error('there are actions');
  expect(entryOf({ ...first, needs: [] })).not.toContain('liveAssets');
  expect(entryOf({ ...first, needs: ['assets'] })).toContain('liveAssets({ cloudtrail, sagemaker })');
  const strange = { ...first, id: 'sagemaker.no-such-folder' as const };
  await expect(bundle(join(directory, 'strange'), [strange])).rejects.toThrow('Could not resolve');
}, 60_000);

const environment = (name: string) => ({
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: accessKeyOf(name),
  AWS_SECRET_ACCESS_KEY: TEST_SECRET,
  AWS_ENDPOINT_URL: endpoint.endpoint,
  CORDON_MODE: 'propose',
  CORDON_TABLE: TABLE,
  CORDON_GRANT_KEY: GRANT_KEY,
  CORDON_EVIDENCE_BUCKET: EVIDENCE_BUCKET,
  CORDON_EVIDENCE_KEY: EVIDENCE_KEY,
});
const look = (endpointName: string, more: object = {}) => ({
  incidentId: 'inc-0123',
  key: 'run-0123:deny:look',
  at: new Date().toISOString(),
  exercise: false,
  verb: 'look',
  input: { endpoint: `arn:aws:sagemaker:eu-west-1:111122223333:endpoint/${endpointName}`, ...more },
});

describe.each([
  ['cordon-action-sagemaker-quarantine-endpoint', {}],
  ['cordon-action-sagemaker-rollback-endpoint', { badData: ['s3://nb-train/partner/'], badSince: '2026-11-18T02:10:00Z' }],
  ['cordon-action-evidence-snapshot-endpoint', {}],
])('%s, as bundled, with the derived roles', (name, more) => {
  test('looks at the endpoint', async () => {
    const fn = startFunction(join(directory, name), environment(name));
    try {
      const { payload, failed } = await fn.invoke(look('fraud-scorer', more), {
        invokedFunctionArn: `arn:aws:lambda:eu-west-1:444455556666:function:${name}`,
      });
      expect([failed, JSON.parse(payload)]).toEqual([
        false,
        {
          ok: true,
          value: expect.objectContaining({
            verb: 'look',
            plan: expect.objectContaining({ target: expect.objectContaining({ name: 'fraud-scorer' }) }),
          }),
        },
      ]);
    } finally {
      fn.stop();
    }
  }, 60_000);
});

test('under the role of another action the member account refuses it', async () => {
  const name = 'cordon-action-sagemaker-quarantine-endpoint';
  const fn = startFunction(join(directory, name), environment('cordon-action-sagemaker-reject-model-package'));
  try {
    const { payload } = await fn.invoke(look('fraud-scorer'), {
      invokedFunctionArn: `arn:aws:lambda:eu-west-1:444455556666:function:${name}`,
    });
    expect(JSON.parse(payload)).toMatchObject({ ok: false, failure: { kind: 'denied', effect: 'no-change' } });
  } finally {
    fn.stop();
  }
}, 60_000);

test('a function that is not configured says what it lacks', async () => {
  const name = 'cordon-action-sagemaker-quarantine-endpoint';
  const { CORDON_MODE: _mode, ...rest } = environment(name);
  const fn = startFunction(join(directory, name), rest);
  try {
    const { payload, failed } = await fn.invoke(look('fraud-scorer'), {
      invokedFunctionArn: `arn:aws:lambda:eu-west-1:444455556666:function:${name}`,
    });
    expect([failed, JSON.parse(payload).errorMessage]).toEqual([true, expect.stringContaining('CORDON_MODE')]);
  } finally {
    fn.stop();
  }
}, 60_000);

const on = (action: string, pk: string) => ({
  action: `dynamodb:${action}`,
  resource: `arn:aws:dynamodb:eu-west-1:444455556666:table/${TABLE}`,
  context: { 'dynamodb:LeadingKeys': [pk] },
});
const allows = (name: string, action: string, pk: string): boolean => may(permissionsIn(made.home, name), on(action, pk));

/** What was synthesised, weighed: who may write which rows of the table. */
test.each([
  ['cordon-intake', 'PutItem', 'inc-1', false],
  ['cordon-intake', 'PutItem', 'DECISIONS', true],
  ['cordon-intake', 'PutItem', 'L#arn', false],
  ['cordon-intake', 'UpdateItem', 'COUNTER', true],
  ['cordon-run', 'PutItem', 'inc-1', true],
  ['cordon-run', 'DeleteItem', 'inc-1', false],
  ['cordon-run', 'UpdateItem', 'inc-1', false],
  ['cordon-run', 'DeleteItem', 'L#arn', true],
  ['cordon-run', 'PutItem', 'F#request', false],
  ['cordon-approve', 'PutItem', 'N#approval', true],
  ['cordon-approve', 'PutItem', 'L#arn', false],
  // What a run that has ended forgot to give back.
  ['cordon-sweep', 'DeleteItem', 'L#arn', true],
  ['cordon-sweep', 'DeleteItem', 'inc-1', false],
  ['cordon-action-sagemaker-quarantine-endpoint', 'PutItem', 'F#request', true],
  ['cordon-action-sagemaker-quarantine-endpoint', 'PutItem', 'inc-1', false],
  ['cordon-action-sagemaker-quarantine-endpoint', 'PutItem', 'L#arn', false],
  ['cordon-action-sagemaker-quarantine-endpoint', 'GetItem', 'L#arn', true],
  ['cordon-action-sagemaker-quarantine-endpoint', 'GetItem', 'inc-1', false],
  ['cordon-action-sagemaker-quarantine-endpoint', 'Query', 'inc-1', false],
])('%s, %s of %s: %s', (name, action, pk, allowed) => {
  expect(allows(name, action, pk)).toBe(allowed);
});

test('a request without a key is not let through by "for all values"', () => {
  const { context: _context, ...bare } = on('PutItem', 'inc-1');
  for (const name of ['cordon-run', 'cordon-approve', 'cordon-intake']) expect(may(permissionsIn(made.home, name), bare)).toBe(false);
});

test('sessions in a member account last fifteen minutes', async () => {
  const asked = range.exportState();
  const sessions = Object.entries(asked).filter(([key]) => key.startsWith('sts.session/'));
  expect(sessions.length).toBeGreaterThan(0);
  for (const [, json] of sessions) expect(JSON.parse(json).expiresAt - Date.now()).toBeLessThanOrEqual(900_000);
});
