import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ACKNOWLEDGED, type Acknowledged } from './acknowledged.ts';
import type { Config } from './config.ts';

export interface Finding {
  readonly id: string;
  /** `id` as the table writes it. */
  readonly general: string;
  readonly path: string;
}

/** What differs between companies, out of an id. */
const generalise = (id: string, { account, region, evidence, assets }: Config): string => {
  const members = assets.members.reduce((text, member) => text.replaceAll(member.account, '<member>'), id);
  const regions = [region, ...assets.members.flatMap((member) => member.regions)].reduce(
    (text, one) => text.replaceAll(`:${one}:`, ':<region>:'),
    members,
  );
  return regions.replaceAll(account, '<home>').replaceAll(evidence.bucket, '<evidence>');
};

/** Everything that cdk-nag finds, one line per resource. Acknowledged ones are left out, so ask before acknowledging. */
export const findingsIn = (app: App, config: Config): readonly Finding[] =>
  new AwsSolutionsChecks()
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({ id: ruleName, general: generalise(ruleName, config), path: constructPath ?? '' })),
    );

export const acknowledgementOf = ({ general, path }: Finding): Acknowledged | undefined =>
  ACKNOWLEDGED.find(({ id, where }) => id === general && where.test(path));

/** Acknowledges what stands in the table, each finding by itself on its own resource; what does not, fails the synthesis. */
export const acknowledge = (app: App, config: Config): void => {
  const nodes = new Map(app.node.findAll().map((node) => [node.node.path, node]));
  for (const finding of findingsIn(app, config)) {
    const [known, node] = [acknowledgementOf(finding), nodes.get(finding.path)];
    if (known === undefined || node === undefined) continue;
    const reason = `Threat: ${known.threat} Control: ${known.compensatingControl} Test: ${known.test}`;
    Validations.of(node).acknowledge({ id: finding.id, reason });
  }
};
