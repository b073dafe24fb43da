import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { acknowledgementOf, findingsIn } from '../../infra/acknowledge.ts';
import { ACKNOWLEDGED } from '../../infra/acknowledged.ts';
import { makeEvidence } from '../../infra/evidence.ts';
import { makeHome } from '../../infra/home.ts';
import { makeMember } from '../../infra/member.ts';
import { actions } from '../../actions/index.ts';
import { CONFIG, deployment } from './deployment.ts';

/** As deployed, before anything is acknowledged. */
const raw = () => {
  const made = deployment();
  const app = new App();
  const bundles = join(made.app.outdir, '..');
  makeHome(app, CONFIG, bundles, actions);
  makeEvidence(app, CONFIG, actions);
  for (const member of CONFIG.assets.members) for (const region of member.regions) makeMember(app, CONFIG, member, region, actions);
  const findings = findingsIn(app, CONFIG);
  return { made, app, findings };
};
const { made, app, findings } = raw();
afterAll(() => made.close());

test('every finding is acknowledged, and nothing is left after it', () => {
  expect(findings.length).toBeGreaterThan(20);
  expect(findings.filter((finding) => acknowledgementOf(finding) === undefined)).toEqual([]);
  expect(findingsIn(made.app, CONFIG)).toEqual([]);
});

test('no acknowledgement is stale', () => {
  const used = new Set(findings.map(acknowledgementOf));
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
