import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { actions } from '../../actions/index.ts';
import type { Action } from '../../core/action/define.ts';
import { actionFunctionName } from '../../core/action/role-names.ts';
import { makeStacks, type Stacks } from '../../infra/build.ts';
import { FUNCTIONS } from '../../infra/bundle.ts';
import { configFrom, ROOT, type Config } from '../../infra/config.ts';

// cdk-nag reads a property that CDK calls old; nobody here can change that.
process.env['JSII_DEPRECATED'] = 'quiet';

export const CONTEXT: { readonly cordon: Record<string, unknown> } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')).context;
export const CONFIG: Config = configFrom(CONTEXT.cordon);
export const HOME = '444455556666';
export const MEMBER = '111122223333';

/** Stacks over bundles that hold one line: templates do not depend on what is in them. */
export const deployment = (
  all: readonly Action[] = actions,
  config: Config = CONFIG,
  /** What somebody adds by mistake. */
  plant: (stacks: Stacks) => void = () => {},
) => {
  const bundles = mkdtempSync(join(tmpdir(), 'cordon-infra-'));
  for (const name of [...FUNCTIONS.map((one) => `cordon-${one}`), ...all.map(({ id }) => actionFunctionName(id))]) {
    mkdirSync(join(bundles, name));
    writeFileSync(join(bundles, name, 'index.mjs'), `export const name = '${name}';`);
  }
  const app = new App({ outdir: join(bundles, 'cdk.out') });
  const stacks = makeStacks(app, config, bundles, all);
  plant(stacks);
  const { home, evidence, members } = stacks;
  return {
    app,
    home: Template.fromStack(home),
    evidence: Template.fromStack(evidence),
    members: members.map((stack) => Template.fromStack(stack)),
    close: () => rmSync(bundles, { recursive: true, force: true }),
  };
};

/** A template is JSON of CloudFormation's making: tests look into it, and what is not there fails them. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Loose = any;
interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, Loose>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}
/** Resources of one type, by logical id. */
export const resources = (template: Template, type: string): ReadonlyMap<string, Resource> =>
  new Map(Object.entries(template.findResources(type) as Record<string, Resource>));

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}
const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
export const actionsOf = (statements: readonly Statement[], effect: Statement['Effect'] = 'Allow'): readonly string[] =>
  [...new Set(statements.filter(({ Effect }) => Effect === effect).flatMap(({ Action }) => list(Action)))].toSorted();
export const resourcesOf = ({ Resource }: Statement): readonly unknown[] => list(Resource);
export const has = (statement: Statement, action: RegExp): boolean => list(statement.Action).some((one) => action.test(one));

/** Every statement that a role of this name carries, inline or by policy. */
export const statementsOf = (template: Template, roleName: string): readonly Statement[] => {
  const found = [...resources(template, 'AWS::IAM::Role')].find(([, { Properties }]) => Properties['RoleName'] === roleName);
  if (found === undefined) throw new Error(`the template has no role ${roleName}`);
  const [id, { Properties }] = found;
  const inline: Statement[] = (Properties['Policies'] ?? []).flatMap((policy: Loose) => policy.PolicyDocument.Statement);
  const attached = [...resources(template, 'AWS::IAM::Policy').values()]
    .filter((policy) => policy.Properties['Roles'].some((role: Loose) => role.Ref === id))
    .flatMap((policy): Statement[] => policy.Properties['PolicyDocument'].Statement);
  return [...inline, ...attached];
};
/** Logical ids and intrinsic functions as one text, for comparing. */
export const flat = (value: unknown): string => JSON.stringify(value);
