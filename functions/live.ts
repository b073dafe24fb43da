import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { makeCloud, type Clients } from '../adapters/cloud.ts';
import { memberClients, memberCredentials, sessionNameOf, type MakeClient } from '../adapters/cloud-session.ts';
import { dynamoDecisions, dynamoFootsteps } from '../adapters/desk-dynamodb.ts';
import { makeS3Evidence } from '../adapters/evidence-s3.ts';
import { footprints } from '../adapters/footprints.ts';
import { INVENTORY_READS, makeInventory, type Inventory } from '../adapters/inventory.ts';
import { lambdaActions, lambdaAuthority } from '../adapters/lambda-invoke.ts';
import { dynamoLeases } from '../adapters/leases-dynamodb.ts';
import { dynamoLedger } from '../adapters/ledger-dynamodb.ts';
import { playbooksFromBundle } from '../adapters/playbooks-bundle.ts';
import { lambdaRuns } from '../adapters/runs-lambda.ts';
import { kmsSigner } from '../adapters/signer-kms.ts';
import { slackMessenger } from '../adapters/slack/messenger.ts';
import { dynamoOutbox } from '../adapters/slack/outbox-dynamodb.ts';
import { outboxIn } from '../adapters/slack/outbox-in.ts';
import { catalogFrom, type Catalog, type CatalogEntry } from '../core/action/catalog.ts';
import type { Action, Services } from '../core/action/define.ts';
import { CANARY_ROLE, INVENTORY_ROLE, memberRoleName, ownRoles } from '../core/action/role-names.ts';
import { AssetsFile } from '../core/asset/asset.ts';
import type { EvidenceStore } from '../core/evidence/store.ts';
import { instantOf } from '../core/time.ts';
import type { AuthorityDesk } from '../engine/authority/authority.ts';
import type { Desk, Policy } from '../engine/desk.ts';
import { haltOf } from '../engine/house.ts';
import type { NotifyDesk } from '../engine/notify.ts';
import type { OutboxDesk } from '../engine/outbox.ts';
import type { ActionDesk } from '../engine/serve-action.ts';
import type { SweepDesk } from '../engine/sweep.ts';
import { settings } from './settings.ts';

/*
 * The composition root for AWS. Each function calls the one factory that it needs, once per process; what it does not call is not in its
 * bundle. tabletop/local.ts is the other root; there is no switch between them. Long, because a root is read as a whole: what a function of
 * ours may reach stands here and nowhere else.
 */
const clock = { now: () => instantOf(Date.now()) };
const token = () => randomBytes(16).toString('base64url');
const env = process.env;

/** Written beside each bundle by infra/assets.ts, which checked it. */
const beside = async <T>(file: string): Promise<T> =>
  JSON.parse(await readFile(join(settings(env, ['LAMBDA_TASK_ROOT']).LAMBDA_TASK_ROOT, file), 'utf8'));
const assetsFile = async (): Promise<AssetsFile> => AssetsFile.parse(await beside('assets.json'));
// The file is generated from the actions in the same build; nobody else writes it.
const catalog = async (): Promise<Catalog> => catalogFrom(await beside<readonly CatalogEntry[]>('catalog.json'));

const policy = async (entries: Catalog): Promise<Policy> => {
  const s = settings(env, ['CORDON_MODE', 'CORDON_COMPANY', 'CORDON_ACCOUNT', 'CORDON_REGION']);
  const assets = await assetsFile();
  const actionIds = [...entries.values()].map(({ id }) => id);
  return {
    place: { kind: 'LIVE', company: s.CORDON_COMPANY, account: s.CORDON_ACCOUNT, region: s.CORDON_REGION },
    mode: s.CORDON_MODE,
    assets,
    minutesBySev: { 1: 5, 2: 15, 3: 60, 4: 240 },
    lapseHours: 24,
    ownRoles: ownRoles(
      actionIds,
      assets.members.map(({ account }) => account),
    ),
  };
};
const store = () => {
  const { CORDON_TABLE: table } = settings(env, ['CORDON_TABLE']);
  const client = new DynamoDBClient({});
  return { client, table, clock, ledger: dynamoLedger({ client, table, clock, exercise: false }), leases: dynamoLeases({ client, table }) };
};
const grantKey = () => kmsSigner(new KMSClient({}), settings(env, ['CORDON_GRANT_KEY']).CORDON_GRANT_KEY);
const runs = (lambda: LambdaClient) => {
  const s = settings(env, ['CORDON_RUN_FUNCTION', 'CORDON_RUN_ALIAS']);
  return lambdaRuns(lambda, s.CORDON_RUN_FUNCTION, s.CORDON_RUN_ALIAS);
};
const authority = (lambda: LambdaClient) => lambdaAuthority(lambda, settings(env, ['CORDON_APPROVE_FUNCTION']).CORDON_APPROVE_FUNCTION);
/** `maxAttempts: 1`: an action is never started a second time behind the engine's back. */
const actions = () => lambdaActions(new LambdaClient({ maxAttempts: 1 }));

/** The least that STS gives, and as long as a grant. IAM cannot cap a role below an hour. */
const SESSION_SECONDS = 900;
/** Clients by the SDK's name of the service. */
export type Makers = Readonly<Record<string, MakeClient>>;
const memberAccess = (makers: Makers): Clients => memberClients(makers, memberCredentials(new STSClient({}), clock, SESSION_SECONDS));
const inventory = (makers: Makers, file: AssetsFile): Inventory => {
  const clients = memberAccess(makers);
  return makeInventory({
    file,
    clock,
    cloud: ({ account, region }) =>
      makeCloud({ clients, place: { account, region, role: INVENTORY_ROLE, sessionName: INVENTORY_ROLE }, reads: INVENTORY_READS }),
  });
};

/** What a function does not do, said when somebody asks for it all the same. */
const never = (what: string) => (): Promise<never> => Promise.reject(new Error(`this function does not ${what}`));
/** The parts of a desk that only verbs use: people reach a deployment through the console and the command line, not through these functions. */
const NO_VERBS = {
  checkEvidence: never('check evidence'),
  lintPlaybooks: never('lint playbooks'),
  receive: never('take events from people'),
  sample: async () => undefined,
  pause: never('wait for people'),
} satisfies Partial<Desk>;

const bundledPlaybooks = () => playbooksFromBundle(join(settings(env, ['LAMBDA_TASK_ROOT']).LAMBDA_TASK_ROOT, 'playbooks.json'));
const baseDesk = async () => {
  const [base, lambda, entries, { verify }] = [store(), new LambdaClient({}), await catalog(), await grantKey()];
  return {
    ...NO_VERBS,
    ...base,
    verify,
    ids: { token },
    exercise: false,
    catalog: entries,
    policy: await policy(entries),
    library: bundledPlaybooks(),
    runs: runs(lambda),
    authority: authority(lambda),
  };
};

/** For intake: looks up, asks approve to admit, starts runs. It calls no action. */
export const liveIntakeDesk = (makers: Makers) => async (): Promise<Desk> => {
  const base = await baseDesk();
  return {
    ...base,
    caller: { call: never('call actions') },
    assets: inventory(makers, base.policy.assets),
    footsteps: dynamoFootsteps(base),
    decisions: dynamoDecisions(base, token),
  };
};

/** For run: calls actions and approve, appends to the ledger; it reaches no member account itself. */
export const liveRunDesk = async (): Promise<Desk> => ({
  ...(await baseDesk()),
  caller: actions(),
  assets: { find: never('look up assets'), configHistory: never('look up assets') },
  footsteps: { add: never('make calls of its own'), knows: never('judge events') },
  decisions: { add: never('decide about events'), recent: never('show decisions') },
});

/** For sweep: what time and crashes left to do. */
export const liveSweepDesk = async (): Promise<SweepDesk> => {
  const entries = await catalog();
  return {
    ...store(),
    verify: (await grantKey()).verify,
    runs: runs(new LambdaClient({})),
    catalog: entries,
    policy: await policy(entries),
    caller: actions(),
    exercise: false,
  };
};

/** For approve: the only one that may use the grant key. */
export const liveAuthorityDesk = async (): Promise<AuthorityDesk> => {
  const [signer, entries] = [await grantKey(), await catalog()];
  return {
    ...store(),
    signer,
    verify: signer.verify,
    caller: actions(),
    ids: { token },
    catalog: entries,
    policy: await policy(entries),
    library: bundledPlaybooks(),
    exercise: false,
  };
};

/** What the bundle of one action brings along; the rest of the SDK is not in it. */
export interface ActionParts {
  /** Clients of the action's own calls. */
  readonly member: Makers;
  /** Clients of its probes. */
  readonly canary: Makers;
  /** Present: the action needs the inventory. */
  readonly assets?: Services['assets'];
  /** Present: the action needs the evidence store. */
  readonly evidence?: EvidenceStore;
}
const NO_ASSETS: Services['assets'] = { find: never('look up assets'), configHistory: never('look up assets') };
const NO_EVIDENCE: EvidenceStore = {
  put: never('take evidence'),
  seal: never('take evidence'),
  // A generator that fails at its first step, like the promises above.
  open: async function* () {
    yield await never('read evidence')();
  },
  envelope: never('read evidence'),
  bundles: never('read evidence'),
};

/** The inventory, made when the first look-up needs it. */
export const liveAssets = (makers: Makers): Services['assets'] => {
  let made: Promise<Inventory> | undefined;
  const ready = (): Promise<Inventory> => (made ??= assetsFile().then((file) => inventory(makers, file)));
  return { find: async (arn) => (await ready()).find(arn), configHistory: async (endpoint) => (await ready()).configHistory(endpoint) };
};

/** The evidence store; its key is not the one that grants. */
export const liveEvidence = (): EvidenceStore => {
  const s = settings(env, ['CORDON_EVIDENCE_BUCKET', 'CORDON_EVIDENCE_KEY']);
  const signer = kmsSigner(new KMSClient({}), s.CORDON_EVIDENCE_KEY);
  // Whoever seals hears of a failure; until then nobody listens.
  signer.catch(() => undefined);
  const sign = async (...what: Parameters<Awaited<typeof signer>['sign']>) => (await signer).sign(...what);
  return makeS3Evidence({ client: new S3Client({}), bucket: s.CORDON_EVIDENCE_BUCKET, signer: { sign }, spoolDirectory: tmpdir() });
};

/** For one action function: its own role, the canary, the evidence store; no ledger to write and no key to sign grants with. */
export const liveActionDesk = async (
  action: Action,
  { member, canary, assets = NO_ASSETS, evidence = NO_EVIDENCE }: ActionParts,
): Promise<{ readonly desk: ActionDesk; readonly remembered: () => Promise<void> }> => {
  const { CORDON_MODE: mode } = settings(env, ['CORDON_MODE']);
  const base = store();
  const { onCall, remembered } = footprints(dynamoFootsteps(base));
  const [clients, canaryClients, role] = [memberAccess(member), memberAccess(canary), memberRoleName(action.id)];
  const { verify } = await grantKey();
  const desk: ActionDesk = {
    services: { assets, evidence },
    leases: base.leases,
    verify,
    halted: async () => (await haltOf({ ledger: base.ledger, verify }))?.sentence,
    clock,
    mode,
    cloud: ({ reads, writes }, { account, region }, session, planned) => {
      const [run = '', step = ''] = session.split(/:(.*)/);
      const place = { account, region, role, sessionName: sessionNameOf(run, step) };
      return makeCloud({ clients, place, reads, writes: planned.length > 0 ? writes : [], planned, onCall });
    },
    canary: ({ probes }, { account, region }) =>
      makeCloud({ clients: canaryClients, place: { account, region, role: CANARY_ROLE, sessionName: 'cordon-canary' }, reads: probes }),
    // A metric filter on this line raises the alarm; an action function may not write the ledger.
    report: async (incidentId, failure) => console.error(JSON.stringify({ cordon: 'ungranted-call', incidentId, ...failure })),
  };
  return { desk, remembered };
};

/** For notify: reads the ledger, wakes runs, raises alarms; decides nothing. */
export const liveNotifyDesk = async (publish: NotifyDesk['publish']): Promise<NotifyDesk> => ({
  ...store(),
  verify: (await grantKey()).verify,
  runs: runs(new LambdaClient({})),
  publish,
});

/**
 * For people's verbs through Slack: looks up, asks approve through the door of Slack, lets actions look. It signs nothing and reaches no
 * member account for writing.
 */
export const livePeopleDesk = (makers: Makers) => async (): Promise<Desk> => {
  const base = await baseDesk();
  return {
    ...base,
    caller: actions(),
    assets: inventory(makers, base.policy.assets),
    footsteps: { add: never('make calls of its own'), knows: never('judge events') },
    decisions: dynamoDecisions(base, token),
    pause: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
  };
};

/** Slack's token is a SecureString: whoever reads the function's settings does not have it. */
export const liveSlack = async (): Promise<{ readonly botToken: string; readonly apiUrl: string }> => {
  const { CORDON_SLACK_TOKEN_PARAMETER: Name } = settings(env, ['CORDON_SLACK_TOKEN_PARAMETER']);
  const { Parameter } = await new SSMClient({}).send(new GetParameterCommand({ Name, WithDecryption: true }));
  if (Parameter?.Value === undefined) throw new Error(`parameter ${Name} has no value`);
  // Whoever stored it from a file stored the end of its line, too.
  return { botToken: Parameter.Value.trim(), apiUrl: 'https://slack.com/api/' };
};

/** For the Slack outbox: reads the ledger, writes to one channel. */
export const liveOutboxDesk = async (): Promise<OutboxDesk> => {
  const [base, entries, { verify }, slack] = [store(), await catalog(), await grantKey(), await liveSlack()];
  const { CORDON_SLACK_CHANNEL: channel } = settings(env, ['CORDON_SLACK_CHANNEL']);
  return {
    ...base,
    verify,
    catalog: entries,
    policy: await policy(entries),
    exercise: false,
    outbox: outboxIn(channel, dynamoOutbox(base)),
    messenger: slackMessenger({ ...slack, channel }),
  };
};
