import type { Asset } from '../../core/asset/asset.ts';
import { resourceOf, targetOf, type Arn, type Resource } from '../../core/asset/resource.ts';
import type { Detection } from '../../core/finding/detection.ts';
import type { Surroundings } from '../../core/finding/finding.ts';
import type { Desk } from '../desk.ts';
import { ownCall } from './own-call.ts';

/** Adopted assets that a resource may be: its ARN, or its name in the same account and region. Never a name alone. */
const entryArnOf = (desk: Desk, resource: Resource): Arn | undefined =>
  desk.policy.assets.assets
    .map(({ arn }) => targetOf(arn))
    .find(
      (target) =>
        target.arn === resource.arn ||
        (target.kind === resource.kind &&
          target.name === resource.name &&
          target.account === resource.account &&
          target.region === resource.region),
    )?.arn;

const found = async (desk: Desk, resources: readonly Resource[]): Promise<Asset | undefined> => {
  for (const resource of resources) {
    const arn = entryArnOf(desk, resource);
    const asset = arn === undefined ? undefined : await desk.assets.find(arn);
    if (asset !== undefined) return asset;
  }
  return undefined;
};

const trainedOn = (asset: Asset, detection: Detection): Surroundings['facts'] => {
  const { dataUri } = detection.attributes;
  const serves = asset.links.filter(({ as }) => as === 'serves').map(({ arn }) => resourceOf(arn)?.name ?? arn);
  const suspect = typeof dataUri === 'string' ? dataUri.replace(/^s3:\/\//, 'arn:aws:s3:::') : undefined;
  const trained = asset.links.find(
    ({ as, arn }) => as === 'trained-on' && suspect !== undefined && (arn.startsWith(suspect) || suspect.startsWith(arn)),
  );
  if (serves.length === 0) return [];
  const what = `${asset.name} serves ${serves.join(', ')}`;
  if (trained !== undefined)
    return [{ sentence: `${what}, trained from ${String(dataUri)} (${trained.source})`, source: trained.source, corroborates: true }];
  return [{ sentence: what, source: 'inventory', corroborates: false }];
};

/** The look-ups between a detection and a finding. A look-up that fails is not silence: the finding stays a question to a person. */
export const surround = async (desk: Desk, detection: Detection): Promise<Surroundings> => {
  const own = await ownCall(desk, detection);
  const asset = await found(desk, detection.resources);
  return { lookedUp: true, facts: asset === undefined ? [] : trainedOn(asset, detection), ...(asset && { asset }), ...(own && { own }) };
};
