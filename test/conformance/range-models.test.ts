import { modelsIn } from '../../bin/range/model.ts';
import type { GeneratedRule } from '../../tabletop/range/protocol/constraints.ts';
import { SERVICES, type ServiceName } from '../../tabletop/range/services.ts';
import { requiredDifferences, ruleDifferences } from './compare-models.ts';
import { botocoreData } from './debian.ts';

/** Of December 2022: a second source, which nobody of ours has touched. */
const modelOf = modelsIn([botocoreData()]);
// The record's own keys; Object.keys forgets them.
const compared = (Object.keys(SERVICES) as readonly ServiceName[]).flatMap((name) => {
  const model = modelOf(name);
  return model === undefined ? [] : [{ name, model }];
});

/** What AWS has changed since, by `Service Structure.Member`; each with its reason. */
const SINCE: readonly (readonly [RegExp, string])[] = [
  [/^IAM \w+Request\.Description$/, 'control characters are spelt out'],
  [/^IAM \w+Request\.Path(?:Prefix)?$/, 'the delete character is no part of a path any more'],
  [/^Secrets Manager \w+Request\.Secret(?:Binary|String)$/, 'an empty secret is refused'],
  [/^Secrets Manager Filter\.Values\[\]$/, 'one more character'],
  [/^SageMaker .*KmsKeyId$/, 'any text was taken'],
  [/^SageMaker .*JobDefinitionName$/, 'the pattern counts, too'],
  [/^SageMaker .*ModelName$/, 'the same names, without backtracking'],
  [/^SageMaker .*ModelPackage(?:Name|Arn)$/, 'the pattern counts, and knows partitions'],
  [/^SageMaker FileSystemDataSource\.FileSystemId$/, 'any text was taken'],
  [/^SageMaker (?:Parameter\.Name|ProcessingFeatureStoreOutput\.FeatureGroupName)$/, 'an underscore is allowed'],
  [/^SageMaker \w+PipelineRequest\.PipelineDefinition$/, 'the newer form leaves out what may stand in front'],
  [/^SageMaker \w+\.(?:ActionName|ContextName|ModelCardName)$/, 'an ARN is taken, too'],
  [/^SageMaker \w+\.SourceUri$/, 'an empty one is refused'],
  [/^S3 \w+\.CopySource$/, 'the slash in front is optional'],
  [/^CloudTrail LookupAttribute\.AttributeValue$/, 'the length was not in the model'],
];
/** The older form writes `.*` where the newer one writes nothing. */
const bare = (pattern: string | undefined): string =>
  (pattern ?? '').replace(/^\^?(?:\(\?:)?\^?(?:\.\*)?/, '').replace(/(?:\.\*)?\)?\$?$/, '');
/** Ours may allow more than was allowed then. */
const isStricter = (ours: GeneratedRule, theirs: GeneratedRule): boolean =>
  (ours.max ?? Number.POSITIVE_INFINITY) < (theirs.max ?? Number.POSITIVE_INFINITY) ||
  (ours.min ?? Number.NEGATIVE_INFINITY) > (theirs.min ?? Number.NEGATIVE_INFINITY) ||
  (ours.pattern !== undefined && bare(ours.pattern) !== bare(theirs.pattern)) ||
  (ours.enum !== undefined && ours.enum !== theirs.enum);

test('there is something to compare with', () => expect(compared.length).toBeGreaterThanOrEqual(20));
test.each(compared)('$name: what the range requires was required in 2022, too', async ({ name, model }) => {
  const differences = await requiredDifferences(name, model);
  // What is required no longer is no mistake of ours: every client decides that for itself.
  const more = Object.entries(differences).filter(([, text]) => text === 'required by the client only');
  expect(more.map(([place]) => place)).toEqual(name === 'ECR' ? ['Tag.Key', 'Tag.Value'].filter((tag) => tag in differences) : []);
});
test('no rule of the range is stricter than it was in 2022, but for what AWS has changed', async () => {
  const found: string[] = [];
  const used = new Set<string>();
  for (const { name, model } of compared)
    for (const { place, ours, theirs } of await ruleDifferences(name, model)) {
      const known = SINCE.find(([pattern]) => pattern.test(`${name} ${place}`));
      if (known !== undefined) used.add(known[1]);
      else if (isStricter(ours, theirs)) found.push(`${name} ${place}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}`);
    }
  expect(found).toEqual([]);
  expect(SINCE.filter(([, reason]) => !used.has(reason))).toEqual([]);
});
