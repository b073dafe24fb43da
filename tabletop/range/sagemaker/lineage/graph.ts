import { createHash } from 'node:crypto';
import type { World } from '../../world.ts';
import { trainingJobsOf } from '../jobs/state.ts';
import { groupsOf, packagesOf } from '../registry/state.ts';
import { arnOf, endpointsOf, modelsOf, type Endpoint, type Place } from '../state.ts';

export type LineageType = 'TrialComponent' | 'Artifact' | 'Context' | 'Action';
export interface Entity {
  readonly arn: string;
  readonly name: string;
  readonly lineageType: LineageType;
  /** `DataSet`, `Image`, `Model`, `Endpoint` … */
  readonly type: string;
  readonly source: string;
  readonly createdAt: number;
  readonly createdBy?: string;
  readonly properties: Readonly<Record<string, string>>;
}
export interface Association {
  readonly from: string;
  readonly to: string;
  readonly type: 'ContributedTo' | 'Produced' | 'AssociatedWith';
}
export interface Graph {
  readonly entities: ReadonlyMap<string, Entity>;
  readonly associations: readonly Association[];
}
const idOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

interface Draft {
  readonly place: Place;
  readonly entities: Map<string, Entity>;
  readonly associations: Association[];
}
type Given = Pick<Entity, 'createdAt'> & { readonly createdBy?: string | undefined; readonly properties?: Entity['properties'] };
/** The same source is the same artifact, whoever uses it; it is as old as its first use. */
const artifact = (draft: Draft, type: string, source: string, given: Given): string => {
  const arn = arnOf(draft.place, 'artifact', idOf(`${type} ${source}`));
  const known = draft.entities.get(arn);
  const { createdAt, properties = {} } = given;
  if (known === undefined || createdAt < known.createdAt)
    draft.entities.set(arn, { arn, name: '', lineageType: 'Artifact', type, source, createdAt, ...authorOf(given), properties });
  return arn;
};
const authorOf = ({ createdBy }: Given): Pick<Entity, 'createdBy'> => (createdBy === undefined ? {} : { createdBy });
const named = (draft: Draft, lineageType: 'Context' | 'Action', type: string, name: string, source: string, given: Given): string => {
  const arn = arnOf(draft.place, lineageType.toLowerCase(), name);
  draft.entities.set(arn, {
    arn,
    name,
    lineageType,
    type,
    source,
    createdAt: given.createdAt,
    ...authorOf(given),
    properties: given.properties ?? {},
  });
  return arn;
};
const link = (draft: Draft, from: string, to: string, type: Association['type']): void => void draft.associations.push({ from, to, type });

const addJobs = (world: World, draft: Draft): void => {
  for (const job of trainingJobsOf(world).values()) {
    if (job.account !== draft.place.account || job.region !== draft.place.region) continue;
    const name = `${job.name}-aws-training-job`;
    const arn = arnOf(draft.place, 'experiment-trial-component', name);
    const given = { createdAt: job.createdAt, createdBy: job.createdBy };
    draft.entities.set(arn, { arn, name, lineageType: 'TrialComponent', type: 'TrainingJob', source: job.arn, ...given, properties: {} });
    for (const { uri, channel } of job.inputs)
      link(draft, artifact(draft, 'DataSet', uri, { ...given, properties: { ChannelName: channel } }), arn, 'ContributedTo');
    link(draft, artifact(draft, 'Image', job.image, given), arn, 'ContributedTo');
    if (job.status === 'Completed') link(draft, arn, artifact(draft, 'Model', job.output, given), 'Produced');
  }
};
const addPackages = (world: World, draft: Draft): void => {
  for (const found of packagesOf(world).values()) {
    if (found.account !== draft.place.account) continue;
    const given = { createdAt: found.createdAt, createdBy: found.createdBy };
    const properties = found.approval === undefined ? {} : { ModelApprovalStatus: found.approval };
    const own = artifact(draft, 'ModelPackage', found.arn, { ...given, properties });
    for (const { modelDataUrl } of found.containers)
      if (modelDataUrl !== undefined) link(draft, artifact(draft, 'Model', modelDataUrl, given), own, 'ContributedTo');
    const group = found.group === undefined ? undefined : groupsOf(world).get(arnOf(draft.place, 'model-package-group', found.group));
    if (group !== undefined)
      link(draft, own, named(draft, 'Context', 'ModelPackageGroup', `${group.name}-aws-model-group`, group.arn, group), 'AssociatedWith');
    if (found.approval !== undefined && found.modifiedAt !== undefined) {
      const approval = { createdAt: found.modifiedAt, createdBy: found.modifiedBy, properties };
      link(
        draft,
        own,
        named(draft, 'Action', 'Approval', `${found.name.replace('/', '-')}-aws-approval`, found.arn, approval),
        'AssociatedWith',
      );
    }
  }
};
/** What an endpoint's fleet was made of: packages, or artefacts and images where there is no package. */
const addEndpoint = (world: World, draft: Draft, endpoint: Endpoint): void => {
  const given = { createdAt: endpoint.createdAt, properties: { EndpointConfigName: endpoint.config } };
  const context = named(draft, 'Context', 'Endpoint', `${endpoint.name}-aws-endpoint`, endpoint.arn, given);
  const deployment = named(draft, 'Action', 'ModelDeployment', `${endpoint.name}-aws-model-deployment`, endpoint.arn, given);
  link(draft, deployment, context, 'AssociatedWith');
  // Whatever else is known about a part is older than the deployment of it.
  const part = { createdAt: endpoint.modifiedAt };
  const models = new Set(endpoint.variants.map(({ model }) => model));
  for (const container of [...models].flatMap((model) => modelsOf(world).get(arnOf(draft.place, 'model', model))?.containers ?? [])) {
    if (container.modelPackageName !== undefined)
      link(draft, artifact(draft, 'ModelPackage', container.modelPackageName, part), deployment, 'ContributedTo');
    if (container.modelDataUrl !== undefined)
      link(draft, artifact(draft, 'Model', container.modelDataUrl, part), deployment, 'ContributedTo');
  }
};

/** Made anew from what there is: nothing about lineage is stored. */
export const graphOf = (world: World, place: Place): Graph => {
  const draft: Draft = { place, entities: new Map(), associations: [] };
  addJobs(world, draft);
  addPackages(world, draft);
  for (const endpoint of endpointsOf(world).values())
    if (endpoint.account === place.account && endpoint.region === place.region) addEndpoint(world, draft, endpoint);
  return draft;
};

/** Everything within `depth` steps of the start, not the start itself. */
export const reached = (
  { associations }: Graph,
  start: readonly string[],
  direction: 'Ascendants' | 'Descendants',
  depth: number,
): ReadonlySet<string> => {
  const seen = new Set(start);
  let edge = [...start];
  for (let step = 0; step < depth && edge.length > 0; step += 1) {
    const next = associations.flatMap(({ from, to }) =>
      direction === 'Descendants' ? (edge.includes(from) ? [to] : []) : edge.includes(to) ? [from] : [],
    );
    edge = [...new Set(next)].filter((arn) => !seen.has(arn));
    for (const arn of edge) seen.add(arn);
  }
  return new Set([...seen].filter((arn) => !start.includes(arn)));
};
