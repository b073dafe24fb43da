import { Validations, type App, type Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { actions } from '../actions/index.ts';
import type { Action } from '../core/action/define.ts';
import { acknowledge } from './acknowledge.ts';
import { writeAssets } from './assets.ts';
import { bundle } from './bundle.ts';
import type { Config } from './config.ts';
import { makeEvidence } from './evidence.ts';
import { makeHome } from './home.ts';
import { makeMember } from './member.ts';

export interface Stacks {
  readonly home: Stack;
  readonly evidence: Stack;
  /** One per member account and region. */
  readonly members: readonly Stack[];
}

/** All stacks of a deployment, checked. `bundles`: the folder with one bundle per function. */
export const makeStacks = (app: App, config: Config, bundles: string, all: readonly Action[] = actions): Stacks => {
  const stacks = {
    home: makeHome(app, config, bundles, all),
    evidence: makeEvidence(app, config, all),
    members: config.assets.members.flatMap((member) => member.regions.map((region) => makeMember(app, config, member, region, all))),
  };
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  acknowledge(app, config);
  return stacks;
};

/** What `npm run synth` does. */
export const buildApp = async (app: App, config: Config, bundles: string): Promise<void> => {
  await bundle(bundles);
  writeAssets(bundles, config, actions);
  makeStacks(app, config, bundles);
};
