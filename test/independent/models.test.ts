import { modelsIn } from '../../bin/range/model.ts';
import { constraintFile } from '../../tabletop/range/constraints.ts';
import { SERVICES, type ServiceName } from '../../tabletop/range/services.ts';
import { requiredDifferences, ruleDifferences } from '../conformance/compare-models.ts';

/** Folders with public Smithy models (github.com/aws/api-models-aws), or botocore's, divided by colons: `CORDON_AWS_MODELS`. They are not in the repository. */
const FOLDERS = (process.env['CORDON_AWS_MODELS'] ?? '').split(':').filter((folder) => folder !== '');
const modelOf = modelsIn(FOLDERS);

/** Newer than the models, or said differently there; each with its reason. */
const NEWER: Readonly<Record<string, string>> = {
  // Optional since the SDK of 2026: the payload may come in the request itself.
  'InvokeEndpointAsyncInput.InputLocation': 'required by the model only',
  // Optional in the newer SDK.
  'ModelPackageContainerDefinition.Image': 'required by the model only',
};
// The record's own keys; Object.keys forgets them.
const NAMES = Object.keys(SERVICES) as readonly ServiceName[];
const found = await Promise.all(NAMES.map(async (name) => ({ name, model: modelOf(name), source: (await constraintFile(name)).source })));
const compared = found.flatMap(({ name, model, source }) => (model?.source === source ? [{ name, model }] : []));

test('there are models to compare with', () => expect(compared.length).toBeGreaterThan(0));
describe('compared with the public models', () => {
  test.each(compared)('$name: what the client requires is what the model requires, at every depth', async ({ name, model }) => {
    const differences = await requiredDifferences(name, model);
    expect(Object.fromEntries(Object.entries(differences).filter(([key, text]) => NEWER[key] !== text))).toEqual({});
  });
  test.each(compared)('$name: the committed rules are those of the model', async ({ name, model }) => {
    expect(await ruleDifferences(name, model)).toEqual([]);
  });
});
