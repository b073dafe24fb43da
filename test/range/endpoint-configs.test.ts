import {
  CreateModelCommand,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  ListModelsCommand,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { refusal } from './clients.ts';
import { CAPTURE, hosting, Image, plain, ROLE, SERVERLESS } from './hosting.ts';

describe('a config', () => {
  test.each([
    ['serverless beside another variant', { ProductionVariants: [SERVERLESS, plain('w')] }, /Only one production variant/],
    [
      'serverless with data capture',
      { ProductionVariants: [SERVERLESS], DataCaptureConfig: CAPTURE },
      /DataCaptureConfig is not supported/,
    ],
    ['serverless with instances', { ProductionVariants: [plain('v', SERVERLESS)] }, /cannot be specified with ServerlessConfig/],
    ['two variants of one name', { ProductionVariants: [plain('v'), plain('v')] }, /must be unique/],
    ['an unknown model', { ProductionVariants: [plain('v', { ModelName: 'nope' })] }, /Could not find model/],
    ['components without a role', { ProductionVariants: [plain('v', { ModelName: undefined })] }, /ExecutionRoleArn is required/],
    [
      'a model and none',
      { ProductionVariants: [plain('v'), plain('w', { ModelName: undefined })], ExecutionRoleArn: ROLE },
      /for none of them/,
    ],
    ['two shadows', { ProductionVariants: [plain('v')], ShadowProductionVariants: [plain('s'), plain('t')] }, /one shadow variant/],
    [
      'managed scaling of a model',
      { ProductionVariants: [plain('v', { ManagedInstanceScaling: { Status: 'ENABLED' } })] },
      /only supported for inference component endpoints/,
    ],
  ])('with %s is refused', async (_case, config, message) => {
    const { configure } = hosting();
    expect(await refusal(configure(config))).toMatchObject({ name: 'ValidationException', message: expect.stringMatching(message) });
  });
  test('is given back as it came, and may not be found by the deployer for two seconds', async () => {
    const { clock, sagemaker, configure } = hosting();
    const variant = plain('v', { EnableSSMAccess: true, ContainerStartupHealthCheckTimeoutInSeconds: 600 });
    await configure({ ProductionVariants: [variant], ShadowProductionVariants: [plain('s')], DataCaptureConfig: CAPTURE });
    const update = new UpdateEndpointCommand({ EndpointName: 'credit', EndpointConfigName: 'kind' });
    expect((await refusal(sagemaker.send(update))).message).toContain('Could not find endpoint configuration');
    const seen = await sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: 'kind' }));
    expect(seen).toMatchObject({ ProductionVariants: [variant], ShadowProductionVariants: [plain('s')], DataCaptureConfig: CAPTURE });
    clock.advance(2);
    await sagemaker.send(update);
  });
});

describe('a model', () => {
  const create = (more: object) => new CreateModelCommand({ ModelName: 'm', ExecutionRoleArn: ROLE, ...more });
  test.each([
    ['an image that is not there', { PrimaryContainer: { Image: `${Image}0` } }, /Requested image .* not found/],
    [
      'an artefact that is not there',
      { PrimaryContainer: { Image, ModelDataUrl: 's3://nb-models/nope' } },
      /Could not access model data at/,
    ],
    [
      'a role that is not for SageMaker',
      { PrimaryContainer: { Image }, ExecutionRoleArn: ROLE.replace('sagemaker-execution', 'crm') },
      /Could not assume role/,
    ],
    ['both kinds of containers', { PrimaryContainer: { Image }, Containers: [{ Image }] }, /Only one of/],
    ['direct calls of one container', { Containers: [{ Image }], InferenceExecutionConfig: { Mode: 'Direct' } }, /at least two containers/],
    ['several models without a prefix', { PrimaryContainer: { Image, Mode: 'MultiModel' } }, /S3 prefix is required/],
  ])('with %s is refused', async (_case, input, message) => {
    const { sagemaker } = hosting();
    expect((await refusal(sagemaker.send(create(input)))).message).toMatch(message);
  });
  test('keeps its VPC and the ETag of its artefact, which decides when it is deployed', async () => {
    const { clock, sagemaker, configure } = hosting();
    const VpcConfig = { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1'] };
    const source = {
      S3DataSource: { S3Uri: 's3://nb-models/fraud/6/model.tar.gz', S3DataType: 'S3Object', CompressionType: 'Gzip', ETag: 'other' },
    };
    await sagemaker.send(create({ PrimaryContainer: { Image, ModelDataSource: source }, VpcConfig, EnableNetworkIsolation: true }));
    expect(await sagemaker.send(new DescribeModelCommand({ ModelName: 'm' }))).toMatchObject({
      VpcConfig,
      EnableNetworkIsolation: true,
      PrimaryContainer: { ModelDataSource: source },
    });
    const names = async () =>
      ((await sagemaker.send(new ListModelsCommand({ MaxResults: 100 }))).Models ?? []).map(({ ModelName }) => ModelName);
    expect(await names()).not.toContain('m');
    clock.advance(2);
    expect(await names()).toContain('m');
    await configure({ ProductionVariants: [plain('v', { ModelName: 'm' })] });
    clock.advance(2);
    await sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'credit', EndpointConfigName: 'kind' }));
    clock.advance(420);
    const { FailureReason } = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'credit' }));
    expect(FailureReason).toContain('ETag');
  });
});
