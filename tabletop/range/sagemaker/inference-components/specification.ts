import type { CreateInferenceComponentCommandInput, InferenceComponentSpecificationSummary } from '@aws-sdk/client-sagemaker';
import type { Context, Present } from '../../operation.ts';
import { kept } from '../asked.ts';
import { artefactUrl, modelNamed, start, type Started } from '../containers.ts';
import { invalid, noModel } from '../faults.ts';
import { arnOf, type Container, type Endpoint, type Model } from '../state.ts';
import { componentsOf, type Component, type Running } from './state.ts';

type Given = NonNullable<Present<CreateInferenceComponentCommandInput>['Specification']>;

export interface Specified {
  readonly running: Running;
  /** Why no copy can come up, found out while it is tried. */
  readonly problem: string | undefined;
}
const containerOf = ({ Image, ArtifactUrl, Environment }: NonNullable<Given['Container']>): Container => ({
  ...(Image === undefined ? {} : { image: Image }),
  ...(ArtifactUrl === undefined ? {} : { modelDataUrl: ArtifactUrl }),
  ...(Environment === undefined ? {} : { environment: Environment }),
});
/** An adapter lives in the copies of its base, on the same endpoint. */
const baseOf = (context: Context, endpoint: Endpoint, name: string): Component => {
  const base = componentsOf(context.world).get(arnOf(context, 'inference-component', name));
  if (base === undefined || base.endpoint !== endpoint.arn || base.running.base !== undefined)
    throw invalid(`Could not find base inference component "${name}" on the endpoint "${endpoint.name}".`);
  return base;
};
const mustBeWhole = (given: Given): void => {
  const { ModelName, Container, BaseInferenceComponentName, ComputeResourceRequirements } = given;
  if (BaseInferenceComponentName !== undefined) {
    if (ModelName !== undefined || Container?.ArtifactUrl === undefined)
      throw invalid('An adapter inference component needs Container with ArtifactUrl, and no ModelName.');
    return;
  }
  if ((ModelName === undefined) === (Container === undefined))
    throw invalid('Exactly one of ModelName and Container must be specified for an inference component.');
  if (Container !== undefined && Container.Image === undefined)
    throw invalid('Image is required in the container of an inference component.');
  if (ComputeResourceRequirements === undefined) throw invalid('ComputeResourceRequirements is required for an inference component.');
};

/** An adapter has no image: it runs in its base's. */
const containersOf = (model: Model | undefined, own: Container | undefined, base: Component | undefined): readonly Container[] => {
  if (model !== undefined || own === undefined) return model?.containers ?? [];
  const image = base?.running.container?.image ?? base?.running.images[0]?.specified;
  return [image === undefined ? own : { ...own, image }];
};

/** What it would run now; images and artefacts are looked up at this moment. */
export const specified = (context: Context, endpoint: Endpoint, given: Given): Specified => {
  mustBeWhole(given);
  const { world, now } = context;
  const { ModelName, Container, BaseInferenceComponentName, ...others } = given;
  const model = ModelName === undefined ? undefined : modelNamed(world, context, ModelName);
  if (ModelName !== undefined && model === undefined) throw noModel(arnOf(context, 'model', ModelName));
  const own = Container === undefined ? undefined : containerOf(Container);
  const base = BaseInferenceComponentName === undefined ? undefined : baseOf(context, endpoint, BaseInferenceComponentName);
  const containers = containersOf(model, own, base);
  const executionRoleArn = model?.executionRoleArn ?? endpoint.executionRoleArn;
  const run: Started = start(world, { arn: model?.arn ?? endpoint.arn, containers, executionRoleArn }, now);
  return {
    problem: run.problem ?? (run.isCrashing ? 'The container of the inference component did not pass the ping health check.' : undefined),
    running: {
      ...(ModelName === undefined ? {} : { model: ModelName }),
      ...(own === undefined ? {} : { container: own }),
      ...(BaseInferenceComponentName === undefined ? {} : { base: BaseInferenceComponentName }),
      images: run.images,
      ...(run.loaded === undefined ? {} : { loaded: run.loaded }),
      rest: kept(others),
    },
  };
};

export const shownSpecification = ({ model, container, base, images, rest }: Running): InferenceComponentSpecificationSummary => ({
  ...rest,
  ...(model === undefined ? {} : { ModelName: model }),
  ...(base === undefined ? {} : { BaseInferenceComponentName: base }),
  ...(container === undefined
    ? {}
    : {
        Container: {
          ...(images[0] === undefined
            ? {}
            : {
                DeployedImage: {
                  SpecifiedImage: images[0].specified,
                  ResolvedImage: images[0].resolved,
                  ResolutionTime: new Date(images[0].at),
                },
              }),
          ArtifactUrl: artefactUrl(container),
          Environment: container.environment === undefined ? undefined : { ...container.environment },
        },
      }),
});
