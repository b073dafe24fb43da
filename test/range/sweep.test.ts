import type { NormalizedSchema } from '@smithy/core/schema';
import { describeService, type OperationShape, type ServiceShape } from '../../tabletop/range/protocol/service.ts';
import { asBytes, type WireRequest } from '../../tabletop/range/protocol/wire.ts';
import { SERVICES } from '../../tabletop/range/services.ts';
import { stillRange } from './clients.ts';
import { awsPath, formRequest, jsonRequest, requiredPlaces, restRequest, sampleOf, structSample, without } from './wire-sample.ts';

const shapes = await Promise.all(
  Object.values(SERVICES).map(async (service) => ({ service, shape: describeService(await service.load()) })),
);
const implemented = shapes.flatMap(({ service, shape }) =>
  Object.keys(service.operations).map((name) => {
    const operation = shape.operations.get(name);
    if (operation === undefined) throw new Error(`${shape.id} has no operation ${name}`);
    return { id: `${shape.id} ${name}`, service, shape, operation };
  }),
);
const { range } = stillRange();
const answer = async (request: WireRequest) => {
  const response = await range.host.handle(request);
  const body = Buffer.from(await asBytes(response.body))
    .toString()
    .replaceAll(/&apos;|&#39;/g, "'");
  return { status: response.status, text: `${response.headers['x-amzn-errortype'] ?? ''} ${body}` };
};
const isRest = (shape: ServiceShape): boolean => /rest(Xml|Json1)$/.test(shape.shapeId);
const isQuery = (shape: ServiceShape): boolean => shape.shapeId.endsWith('awsQuery');
const build = (shape: ServiceShape, operation: OperationShape, input: Parameters<typeof jsonRequest>[2]): WireRequest =>
  isQuery(shape) ? formRequest(shape, operation.name, input) : jsonRequest(shape, operation.name, input);
/** Each service's own words for input that breaks its rules, and for input that it cannot read. */
const INVALID = /ValidationException|ValidationError|InvalidParameterException/;
const UNREADABLE = /SerializationException|MalformedInput/;

describe('a missing required member', () => {
  test.each(implemented.filter(({ shape, operation }) => !isRest(shape) && requiredPlaces(operation.input).length > 0))(
    '$id is refused by name, at every depth',
    async ({ shape, operation }) => {
      const whole = sampleOf(operation.input);
      for (const { path } of requiredPlaces(operation.input)) {
        const { status, text } = await answer(build(shape, operation, without(whole, path)));
        const named = awsPath(path);
        expect({ path: named, status, named: text.includes(`Value null at '${named}'`) }).toEqual({
          path: named,
          status: 400,
          named: true,
        });
        expect(text).toMatch(INVALID);
      }
    },
  );

  test('over REST every required member is a label or a payload', async () => {
    const bodies = implemented
      .filter(({ shape }) => isRest(shape))
      .flatMap(({ id, operation }) =>
        requiredPlaces(operation.input)
          .filter(({ path }) => path.length === 1)
          .map(({ path, schema }) => ({ id, name: String(path[0]), traits: schema.getMergedTraits() })),
      )
      .filter(({ traits }) => traits.httpLabel !== 1);
    expect(bodies.map(({ id, name }) => `${id} ${name}`).sort()).toEqual([
      'S3 PutBucketVersioning VersioningConfiguration',
      'SageMaker Runtime InvokeEndpoint Body',
    ]);
    const versioning = implemented.find(({ id }) => id === 'S3 PutBucketVersioning');
    if (versioning === undefined) throw new Error('not implemented');
    const { status, text } = await answer(restRequest(versioning.shape, versioning.operation, undefined));
    expect(status).toBe(400);
    expect(text).toMatch(/InvalidArgument.*versioningConfiguration/s);
  });
});

describe('a wrong type', () => {
  const wrongJson = (schema: NormalizedSchema) => {
    if (schema.isStringSchema()) return 5;
    if (schema.isNumericSchema()) return 'x';
    if (schema.isBooleanSchema()) return 'true';
    if (schema.isMapSchema()) return [1];
    if (schema.isTimestampSchema()) return 'yesterday';
    if (schema.isBlobSchema()) return { a: 1 };
    return 'x';
  };
  test.each(implemented.filter(({ shape, operation }) => !isRest(shape) && !isQuery(shape) && !operation.input.isUnitSchema()))(
    '$id is refused for every member (JSON)',
    async ({ shape, operation }) => {
      for (const [name, member] of operation.input.structIterator()) {
        const { status, text } = await answer(jsonRequest(shape, operation.name, { [name]: wrongJson(member) }));
        expect({ name, status, refused: UNREADABLE.test(text) }).toEqual({ name, status: 400, refused: true });
      }
    },
  );

  test.each(implemented.filter(({ shape }) => isQuery(shape)))(
    '$id is refused for every number, flag and time (form)',
    async ({ shape, operation }) => {
      for (const [name, member] of operation.input.isUnitSchema() ? [] : operation.input.structIterator()) {
        if (!member.isNumericSchema() && !member.isBooleanSchema() && !member.isTimestampSchema()) continue;
        const { status, text } = await answer(formRequest(shape, operation.name, { ...structSample(operation.input), [name]: 'x' }));
        expect({ name, status, refused: UNREADABLE.test(text) }).toEqual({ name, status: 400, refused: true });
      }
    },
  );

  test.each(implemented.filter(({ shape }) => isRest(shape)))(
    '$id is refused for every number, flag and time (REST)',
    async ({ shape, operation }) => {
      for (const [name, member] of operation.input.structIterator()) {
        const { httpHeader, httpQuery } = member.getMergedTraits();
        if (!member.isNumericSchema() && !member.isBooleanSchema() && !member.isTimestampSchema()) continue;
        if (httpHeader === undefined && httpQuery === undefined) continue;
        // The length is the transport's, and is what the body says it is.
        if (name === 'ContentLength') continue;
        const bound = {
          ...(httpHeader === undefined ? {} : { header: httpHeader }),
          ...(httpQuery === undefined ? {} : { query: httpQuery }),
          value: 'x!',
        };
        const { status, text } = await answer(restRequest(shape, operation, bound));
        const refused = operation.http?.[0] === 'HEAD' ? status === 400 : /InvalidArgument|ValidationError/.test(text);
        expect({ name, status, refused }).toEqual({ name, status: 400, refused: true });
      }
    },
  );
});

describe('an operation that the range lacks', () => {
  const lacking = shapes.map(({ service, shape }) => {
    const name =
      [...shape.operations.keys()].find(
        (operation) => !(operation in service.operations) && operation !== 'InvokeEndpointWithResponseStream',
      ) ?? '';
    return { id: shape.id, shape, name };
  });
  test.each(lacking.filter(({ shape, name }) => !isRest(shape) && name !== ''))('$id $name is unknown', async ({ shape, name }) => {
    const { status, text } = await answer(isQuery(shape) ? formRequest(shape, name, {}) : jsonRequest(shape, name, {}));
    expect(status).toBe(400);
    expect(text).toMatch(isQuery(shape) ? /InvalidAction/ : /UnknownOperationException/);
  });
  test('REST services say so in their own form', async () => {
    const runtime = shapes.find(({ shape }) => shape.id === 'SageMaker Runtime')?.shape;
    const s3 = shapes.find(({ shape }) => shape.id === 'S3')?.shape;
    const stream = runtime?.operations.get('InvokeEndpointWithResponseStream');
    const listBuckets = s3?.operations.get('ListBuckets');
    if (runtime === undefined || s3 === undefined || stream === undefined || listBuckets === undefined) throw new Error('the SDK changed');
    expect(await answer(restRequest(runtime, stream, undefined))).toMatchObject({
      status: 404,
      text: expect.stringContaining('Unknown operation'),
    });
    expect(await answer({ ...restRequest(s3, listBuckets, undefined), path: '/' })).toMatchObject({
      status: 501,
      text: expect.stringContaining('NotImplemented'),
    });
  });
});
