import { modelsIn } from '../../bin/range/model.ts';
import { constraintFile } from '../../tabletop/range/constraints.ts';
import { SERVICES, type ServiceName } from '../../tabletop/range/services.ts';
import { requiredDifferences, ruleDifferences } from '../conformance/compare-models.ts';

/** Folders with public Smithy models (github.com/aws/api-models-aws), or botocore's, divided by colons: `CORDON_AWS_MODELS`. They are not in the repository. */
const FOLDERS = (process.env['CORDON_AWS_MODELS'] ?? '').split(':').filter((folder) => folder !== '');
const modelOf = modelsIn(FOLDERS);

/** Required by the model of 2025 and by the newer client no longer; each with its reason. */
const NO_LONGER: readonly (readonly [RegExp, string])[] = [
  [/\.ClientRequestToken$/, 'the client fills it in'],
  [/^InvokeEndpointAsyncInput\.InputLocation$/, 'the payload may come in the request itself'],
  [/^ModelPackageContainerDefinition\.Image$/, 'optional in the newer client'],
  [/^CreateInferenceComponentInput\.Specification$/, 'one of several kinds of specification'],
  [/^CreateTrainingJobRequest\.(?:AlgorithmSpecification|ResourceConfig|StoppingCondition)$/, 'a serverless job has none'],
  [/^(?:ProcessingClusterConfig\.Instance(?:Count|Type)|ResourceConfig\.VolumeSizeInGB)$/, 'optional in the newer client'],
  [/^(?:CreateGrantRequest\.GranteePrincipal|ListRetirableGrantsRequest\.RetiringPrincipal)$/, 'a service may be named instead'],
  [/^(?:Decrypt|ReEncrypt)Request\.CiphertextBlob$/, 'a dry run needs none'],
  [/^Put(?:MetricDataInput\.MetricData|MetricAlarmInput\.(?:EvaluationPeriods|ComparisonOperator))$/, 'another kind of data may be put'],
];
const isNoLonger = (place: string, text: string): boolean =>
  text === 'required by the model only' && NO_LONGER.some(([pattern]) => pattern.test(place));
// The record's own keys; Object.keys forgets them.
const NAMES = Object.keys(SERVICES) as readonly ServiceName[];
const found = await Promise.all(NAMES.map(async (name) => ({ name, model: modelOf(name), source: (await constraintFile(name)).source })));
const compared = found.flatMap(({ name, model, source }) => (model?.source === source ? [{ name, model }] : []));

test('there are models to compare with', () => expect(compared.length).toBeGreaterThan(0));
describe('compared with the public models', () => {
  test.each(compared)('$name: what the client requires is what the model requires, at every depth', async ({ name, model }) => {
    const differences = await requiredDifferences(name, model);
    expect(Object.fromEntries(Object.entries(differences).filter(([place, text]) => !isNoLonger(place, text)))).toEqual({});
  });
  test.each(compared)('$name: the committed rules are those of the model', async ({ name, model }) => {
    expect(await ruleDifferences(name, model)).toEqual([]);
  });
});
