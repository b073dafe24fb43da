import type {
  GenerateServiceLastAccessedDetailsCommandInput,
  GenerateServiceLastAccessedDetailsCommandOutput,
  GetServiceLastAccessedDetailsCommandInput,
  GetServiceLastAccessedDetailsCommandOutput,
} from '@aws-sdk/client-iam';
import { operation, type Context } from '../operation.ts';
import { PolicyDocument } from '../policy/document.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import { lastAccessedJob } from './behaviours.ts';
import { documentsOf } from './carried.ts';
import { usesIn, type Use } from './last-use.ts';
import { listed, missing } from './lookup.ts';
import { policiesOf, rolesOf, usersOf } from './state.ts';

interface Job {
  readonly id: string;
  readonly account: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly isDone: boolean;
}
const jobsOf = (world: World): Table<Job> => world.store.table<Job>('iam.last-accessed-job');
export const startLastAccessed = (world: World): void =>
  world.timers.on('iam-last-accessed', ({ job }) => {
    const found = typeof job === 'string' ? jobsOf(world).get(job) : undefined;
    if (found !== undefined) jobsOf(world).put(found.id, { ...found, isDone: true });
  });

/** Which principals an ARN stands for: itself, or whoever carries the policy. */
const principalsOf = (world: World, arn: string): readonly string[] =>
  arn.includes(':policy/')
    ? [...rolesOf(world).values(), ...usersOf(world).values()].filter(({ attached }) => attached.includes(arn)).map((one) => one.arn)
    : [arn];
const documentsFor = (world: World, arn: string) => {
  const policy = policiesOf(world).get(arn);
  return policy === undefined
    ? documentsOf(world, rolesOf(world).get(arn) ?? usersOf(world).get(arn))
    : [{ name: policy.name, document: policy.document }];
};
/** Every service that the policies allow something of; `*` names none. */
const servicesFor = (world: World, arn: string): readonly string[] =>
  documentsFor(world, arn).flatMap(({ document }) =>
    PolicyDocument.parse(document)
      .Statement.filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action ?? [])
      .flatMap((action) => (action.includes(':') ? [action.split(':')[0] ?? ''] : [])),
  );

const generate = operation<GenerateServiceLastAccessedDetailsCommandInput, GenerateServiceLastAccessedDetailsCommandOutput>({
  trail: 'read',
  access: ({ Arn }) => [{ action: 'iam:GenerateServiceLastAccessedDetails', resource: Arn }],
  run: ({ Arn }, context) => {
    const { world, account, now } = context;
    const known = rolesOf(world).get(Arn) ?? usersOf(world).get(Arn) ?? policiesOf(world).get(Arn);
    if (known === undefined || (known.account !== account && known.account !== 'aws')) throw missing(`ARN ${Arn} does not exist.`);
    const id = world.ids.uuid('last-accessed-job');
    jobsOf(world).put(id, { id, account, arn: Arn, createdAt: now, isDone: false });
    world.timers.add('iam-last-accessed', world.lasts(lastAccessedJob), { job: id });
    return { JobId: id };
  },
});
const lastOf = (uses: readonly Use[], service: string): Use | undefined => uses.findLast((use) => use.service === service);
const jobOf = ({ world, account }: Context, id: string): Job => {
  const job = jobsOf(world).get(id);
  if (job === undefined || job.account !== account) throw missing(`Job ${id} cannot be found.`);
  return job;
};
const get = operation<GetServiceLastAccessedDetailsCommandInput, GetServiceLastAccessedDetailsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'iam:GetServiceLastAccessedDetails', resource: '*' }],
  run: (input, context) => {
    const { world } = context;
    const job = jobOf(context, input.JobId);
    const JobCreationDate = new Date(job.createdAt);
    // The model wants the date also while the job runs: it is when it will be done.
    const JobCompletionDate = new Date(job.createdAt + (world.lasts(lastAccessedJob) * 1000) / world.time.pace);
    if (!job.isDone) return { JobStatus: 'IN_PROGRESS', JobCreationDate, JobCompletionDate, ServicesLastAccessed: [], IsTruncated: false };
    const principals = principalsOf(world, job.arn);
    const uses = usesIn(world).filter(({ principal, at }) => principals.includes(principal) && at <= job.createdAt);
    const services = [...new Set([...servicesFor(world, job.arn), ...uses.map(({ service }) => service)])].sort();
    const { rows, end } = listed(services, input);
    return {
      JobStatus: 'COMPLETED',
      JobType: 'SERVICE_LEVEL',
      JobCreationDate,
      JobCompletionDate,
      ServicesLastAccessed: rows.map((service) => {
        const last = lastOf(uses, service);
        const authenticated = new Set(uses.filter((use) => use.service === service).map(({ principal }) => principal));
        return {
          ServiceName: service,
          ServiceNamespace: service,
          TotalAuthenticatedEntities: authenticated.size,
          ...(last === undefined
            ? {}
            : { LastAuthenticated: new Date(last.at), LastAuthenticatedEntity: last.principal, LastAuthenticatedRegion: last.region }),
        };
      }),
      ...end,
    };
  },
});

export const LAST_ACCESSED_OPERATIONS = {
  GenerateServiceLastAccessedDetails: generate,
  GetServiceLastAccessedDetails: get,
} as const;
