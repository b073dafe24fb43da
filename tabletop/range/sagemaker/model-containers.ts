import type { ContainerDefinition } from '@aws-sdk/client-sagemaker';
import { resolveImage } from '../ecr/state.ts';
import type { Context, Present } from '../operation.ts';
import { fromUri } from '../s3/state.ts';
import { kept, unsupported } from './asked.ts';
import { artefactUrl, readable } from './containers.ts';
import { rejectedPackage } from './endpoint-behaviours.ts';
import { invalid } from './faults.ts';
import { packageArn, packagesOf } from './registry/state.ts';
import type { Container } from './state.ts';
import { mustBeAllowed } from './verdicts.ts';

const packageFor = (context: Context, name: string): string => {
  const arn = packageArn(context, name);
  const found = packagesOf(context.world).get(arn);
  if (found === undefined) throw invalid(`Model package "${name}" does not exist.`);
  if (found.approval !== undefined && found.approval !== 'Approved') mustBeAllowed(context.world, rejectedPackage);
  return arn;
};

/** A container of CreateModel, checked for what does not go together. */
export const containerOf = (context: Context, definition: Present<ContainerDefinition>): Container => {
  const { Image, ModelDataUrl, ModelDataSource, ModelPackageName, Environment, ContainerHostname, Mode, ...others } = definition;
  unsupported('CreateModel', others, ['AdditionalModelDataSources', 'InferenceSpecificationName']);
  if (Image === undefined && ModelPackageName === undefined) throw invalid('Either Image or ModelPackageName is required in a container');
  if (Image !== undefined && ModelPackageName !== undefined)
    throw invalid('Image and ModelPackageName cannot both be specified in a container');
  if (ModelDataUrl !== undefined && ModelDataSource !== undefined)
    throw invalid('ModelDataUrl and ModelDataSource cannot both be specified in a container');
  if (Mode === 'MultiModel' && ModelDataUrl === undefined)
    throw invalid('ModelDataUrl with an S3 prefix is required for a container in MultiModel mode');
  return {
    ...(Image === undefined ? {} : { image: Image }),
    ...(ModelDataUrl === undefined ? {} : { modelDataUrl: ModelDataUrl }),
    ...(ModelPackageName === undefined ? {} : { modelPackageName: packageFor(context, ModelPackageName) }),
    ...(Environment === undefined ? {} : { environment: Environment }),
    ...(ContainerHostname === undefined ? {} : { hostname: ContainerHostname }),
    ...(Mode === undefined ? {} : { mode: Mode }),
    rest: kept({ ...others, ModelDataSource }),
  };
};

export const definitionOf = (container: Container): ContainerDefinition => ({
  Image: container.image,
  ModelDataUrl: container.modelDataUrl,
  ModelPackageName: container.modelPackageName,
  Environment: container.environment === undefined ? undefined : { ...container.environment },
  ContainerHostname: container.hostname,
  Mode: container.mode ?? 'SingleModel',
  ...container.rest,
});

/** SageMaker looks for image and artefact when the model is made; both may be gone when it is deployed. */
export const mustBeFetchable = (context: Context, roleArn: string | undefined, container: Container): void => {
  if (container.image !== undefined && resolveImage(context.world, container.image) === undefined)
    throw invalid(`Requested image ${container.image} not found.`);
  const url = artefactUrl(container);
  const at = url === undefined || container.mode === 'MultiModel' ? undefined : fromUri(url);
  if (url === undefined || at === undefined) return;
  if (readable(context.world, roleArn, at.bucket, at.key) === undefined)
    throw invalid(
      `Could not access model data at ${url}. Please ensure that the role "${roleArn ?? ''}" exists and that its trust relationship policy allows the action "sts:AssumeRole" for the service principal "sagemaker.amazonaws.com". Also ensure that the role has "s3:GetObject" permissions and that the object is located in ${context.region}.`,
    );
};
