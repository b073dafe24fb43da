import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeService, requiredNames } from '../../tabletop/range/protocol/service.ts';
import type { Constraint } from '../../tabletop/range/protocol/validate.ts';
import { SERVICES, type ServiceName } from '../../tabletop/range/services.ts';

/** Where the public Smithy models are (github.com/aws/api-models-aws, one `<service>.json` each): `CORDON_AWS_MODELS`. They are not in the repository. */
const FOLDER = process.env['CORDON_AWS_MODELS'] ?? '';
const FILES: Partial<Record<ServiceName, string>> = {
  SageMaker: 'sagemaker',
  'SageMaker Runtime': 'sagemaker-runtime',
  S3: 's3',
  IAM: 'iam',
  ECR: 'ecr',
  CloudWatch: 'cloudwatch',
  CloudTrail: 'cloudtrail',
  EventBridge: 'eventbridge',
  KMS: 'kms',
};
interface Shape {
  readonly type: string;
  readonly traits?: Readonly<Record<string, unknown>>;
  readonly members?: Readonly<Record<string, { readonly target: string; readonly traits?: Readonly<Record<string, unknown>> }>>;
  readonly input?: { readonly target: string };
}
const shapesOf = (file: string): Readonly<Record<string, Shape>> => JSON.parse(readFileSync(join(FOLDER, `${file}.json`), 'utf8')).shapes;

/** Newer than the models, or said differently there; each with its reason. */
const NEWER: readonly string[] = [
  // Optional since the SDK of 2026: the payload may come in the request itself.
  'InvokeEndpointAsync: model EndpointName,InputLocation, SDK EndpointName',
];
/** In the documentation, not in the model. */
const DOCUMENTED: readonly string[] = [
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
  'com.amazonaws.s3#PutObjectRequest.Key: max 1024 is below undefined',
];

describe('compared with the public models', () => {
  test.each(Object.entries(FILES))('%s: required members of the SDK are those of the model', async (name, file) => {
    const service = SERVICES[name as ServiceName];
    const { operations } = describeService(await service.load());
    const shapes = shapesOf(file);
    const differences = Object.keys(service.operations).flatMap((operation) => {
      const modelled = Object.entries(shapes).find(([id, shape]) => shape.type === 'operation' && id.endsWith(`#${operation}`))?.[1];
      const input = operations.get(operation)?.input;
      if (modelled?.input === undefined || input === undefined) return [`${operation} is not in the model`];
      const members = Object.entries(shapes[modelled.input.target]?.members ?? {});
      const required = members
        .filter(([, { traits }]) => traits !== undefined && 'smithy.api#required' in traits)
        .map(([member]) => member)
        .sort();
      const ours = [...requiredNames(input)].sort();
      return JSON.stringify(required) === JSON.stringify(ours) ? [] : [`${operation}: model ${required.join(',')}, SDK ${ours.join(',')}`];
    });
    expect(differences.filter((text) => !NEWER.includes(text))).toEqual([]);
  });

  const traitOf = (
    shapes: Readonly<Record<string, Shape>>,
    structure: string | undefined,
    member: string,
  ): readonly { readonly id: string; readonly target: Shape; readonly own: Readonly<Record<string, unknown>> }[] =>
    Object.entries(shapes).flatMap(([id, shape]) => {
      const found = shape.members?.[member];
      if (found === undefined || (structure !== undefined && !id.endsWith(`#${structure}`))) return [];
      const target = shapes[found.target];
      return target === undefined ? [] : [{ id, target, own: found.traits ?? {} }];
    });
  const bounds = (shape: Shape, own: Readonly<Record<string, unknown>>) => {
    const traits = { ...shape.traits, ...own };
    const range = (traits['smithy.api#length'] ?? traits['smithy.api#range'] ?? {}) as { readonly min?: number; readonly max?: number };
    const values =
      shape.type === 'enum'
        ? Object.values(shape.members ?? {}).map(({ traits: value }) => String(value?.['smithy.api#enumValue']))
        : undefined;
    return { ...range, pattern: traits['smithy.api#pattern'] as string | undefined, values };
  };
  const stricter = (rule: Constraint, model: ReturnType<typeof bounds>): readonly string[] => [
    ...(rule.max !== undefined && (model.max === undefined || rule.max < model.max) ? [`max ${rule.max} is below ${model.max}`] : []),
    ...(rule.min !== undefined && rule.min > (model.min ?? Number.NEGATIVE_INFINITY) ? [`min ${rule.min} is above ${model.min}`] : []),
    ...(rule.values !== undefined && model.values?.some((value) => !rule.values?.includes(value)) === true
      ? [`an enum value is refused: ${model.values.join(',')}`]
      : []),
  ];
  test.each(Object.entries(FILES))('%s: no constraint of ours is stricter than the model, and each names something', (name, file) => {
    const shapes = shapesOf(file);
    const problems = Object.entries(SERVICES[name as ServiceName].constraints ?? {}).flatMap(([key, rule]) => {
      const [structure, member] = key.includes('.') ? key.split('.') : [undefined, key];
      const found = traitOf(shapes, structure, member ?? '');
      if (found.length === 0) return [`${key} names nothing`];
      // An unqualified rule is for the same member wherever our operations take it.
      const taken =
        structure === undefined
          ? found.filter(({ id }) =>
              Object.keys(SERVICES[name as ServiceName].operations).some((operation) =>
                new RegExp(`#${operation}(Input|Request)$`).test(id),
              ),
            )
          : found;
      return taken.flatMap(({ id, target, own }) => stricter(rule, bounds(target, own)).map((text) => `${id}.${member}: ${text}`));
    });
    expect(problems.filter((text) => !DOCUMENTED.includes(text))).toEqual([]);
  });
});
