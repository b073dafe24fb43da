import type { Context } from '../operation.ts';
import { fromUri } from '../s3/state.ts';
import { modelNamed, readable } from '../sagemaker/containers.ts';
import type { Endpoint, Variant } from '../sagemaker/state.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import { invalid } from './route.ts';

/** What each fleet holds in memory: SHA-256 of the artefact by endpoint, variant, fleet and model. */
const cachedOf = (world: World): Table<string> => world.store.table<string>('runtime.cached-model');

/** The variant with the model that the call names. A model that was loaded once stays, whatever happens to its object. */
export const withTargetModel = (context: Context, endpoint: Endpoint, variant: Variant, target: string | undefined): Variant => {
  if (variant.multiModel === undefined) {
    if (target !== undefined)
      throw invalid(`Endpoint ${endpoint.name} is not a multi-model endpoint and does not support target model header.`);
    return variant;
  }
  if (target === undefined) throw invalid(`Endpoint ${endpoint.name} is a multi-model endpoint: the target model header is required.`);
  const key = `${endpoint.arn}|${variant.name}|${variant.fleetAt ?? 0}|${target}`;
  const known = cachedOf(context.world).get(key);
  if (known !== undefined) return { ...variant, loaded: known };
  const at = fromUri(`${variant.multiModel.replace(/\/?$/, '/')}${target.replace(/^\//, '')}`);
  const role = modelNamed(context.world, endpoint, variant.model)?.executionRoleArn;
  const loaded = at === undefined ? undefined : readable(context.world, role, at.bucket, at.key);
  if (at === undefined || loaded === undefined)
    throw invalid(
      `Failed to download model data(bucket: ${at?.bucket ?? ''}, key: ${at?.key ?? ''}). Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the model.`,
    );
  cachedOf(context.world).put(key, loaded);
  return { ...variant, loaded };
};
