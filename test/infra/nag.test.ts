import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { acknowledgementOf, findingsIn } from '../../infra/acknowledge.ts';
import { ACKNOWLEDGED } from '../../infra/acknowledged.ts';
import { makeEvidence } from '../../infra/evidence.ts';
import { makeHome } from '../../infra/home.ts';
import { makeMember } from '../../infra/member.ts';
import { actions } from '../../actions/index.ts';
import type { Config } from '../../infra/config.ts';
import { CONFIG, deployment } from './deployment.ts';
import { SLACK_ROLES, WITH_SLACK } from './with-slack.ts';

/** As deployed, before anything is acknowledged. */
const raw = (config: Config) => {
  const made = deployment(actions, config);
  const app = new App();
  const bundles = join(made.app.outdir, '..');
  makeHome(app, config, bundles, actions);
  makeEvidence(app, config, actions);
  for (const member of config.assets.members) for (const region of member.regions) makeMember(app, config, member, region, actions);
  const findings = findingsIn(app, config);
  return { made, app, findings, config };
};
const [plain, withSlack] = [raw(CONFIG), raw(WITH_SLACK)];
afterAll(() => {
  plain.made.close();
  withSlack.made.close();
});
const { app } = plain;

test.each([
  ['without Slack', plain],
  ['with Slack', withSlack],
])('every finding is acknowledged, and nothing is left after it: %s', (_, { made, findings, config }) => {
  expect(findings.length).toBeGreaterThan(20);
  expect(findings.filter((finding) => acknowledgementOf(finding) === undefined)).toEqual([]);
  expect(findingsIn(made.app, config)).toEqual([]);
});

test('what Slack adds is looked at: its roles are among the findings', () => {
  const added = withSlack.findings.filter(({ path }) => !plain.findings.some((one) => one.path === path)).map(({ path }) => path);
  expect(added.toSorted()).toEqual(SLACK_ROLES.map((name) => `Cordon/${name}-role/DefaultPolicy/Resource`).toSorted());
});

test('no acknowledgement is stale', () => {
  const used = new Set([...plain.findings, ...withSlack.findings].map(acknowledgementOf));
  expect(ACKNOWLEDGED.filter((one) => !used.has(one))).toEqual([]);
});

test('a finding that nobody acknowledged is seen', () => {
  const bucket = new s3.Bucket(new Stack(app, 'Planted'), 'Open');
  const planted = findingsIn(app, CONFIG).filter((finding) => acknowledgementOf(finding) === undefined);
  expect(new Set(planted.map(({ path }) => path))).toEqual(new Set([`${bucket.node.path}/Resource`]));
  expect(planted.map(({ id }) => id).toSorted()).toEqual(['AwsSolutions-S1', 'AwsSolutions-S10']);
});

test('each names a threat, a control and a test that is there', () => {
  const folder = join(import.meta.dirname);
  const tests = readdirSync(folder)
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  for (const { threat, compensatingControl, test: name } of ACKNOWLEDGED) {
    expect(threat.length).toBeGreaterThan(15);
    expect(compensatingControl.length).toBeGreaterThan(15);
    expect([name, tests.some((text) => text.includes(`'${name}'`) || text.includes(`'${name}: %s'`))]).toEqual([name, true]);
  }
});
