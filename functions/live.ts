import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { STSClient } from '@aws-sdk/client-sts';
import { makeCloud, type CallMade } from '../adapters/cloud.ts';
import { memberClients, memberCredentials, sessionNameOf, type MakeClient } from '../adapters/cloud-session.ts';
import { dynamoDecisions, dynamoFootsteps } from '../adapters/desk-dynamodb.ts';
import { checkBundle } from '../adapters/evidence-check.ts';
import { makeS3Evidence } from '../adapters/evidence-s3.ts';
import { INVENTORY_READS, makeInventory } from '../adapters/inventory.ts';
import { lambdaActions, lambdaAuthority } from '../adapters/lambda-invoke.ts';
import { dynamoLeases } from '../adapters/leases-dynamodb.ts';
import { dynamoLedger } from '../adapters/ledger-dynamodb.ts';
import { lintFolder, playbooksFromFiles } from '../adapters/playbooks-files.ts';
import { lambdaRuns } from '../adapters/runs-lambda.ts';
import { kmsSigner } from '../adapters/signer-kms.ts';
import { catalogFrom, type CatalogEntry } from '../core/action/catalog.ts';
import { parseAssetsFile } from '../core/asset/assets-file.ts';
import type { AssetsFile } from '../core/asset/asset.ts';
import { instantOf } from '../core/time.ts';
import type { AuthorityDesk } from '../engine/authority/authority.ts';
import type { Desk, Policy } from '../engine/desk.ts';
import type { NotifyDesk } from '../engine/notify.ts';
import type { ActionDesk } from '../engine/serve-action.ts';
import { settings } from './settings.ts';

/*
 * The composition root for AWS. Each function calls the one factory that it needs, once per process; what it does not call is not in its
 * bundle. tabletop/local.ts is the other root; there is no switch between them.
 */
const clock = { now: () => instantOf(Date.now()) };
const token = () => randomBytes(16).toString('base64url');
const env = process.env;

const assetsFile = async (root: string): Promise<AssetsFile> => {
  const parsed = parseAssetsFile('assets.yaml', await readFile(join(root, 'assets.yaml'), 'utf8'));
  if (!parsed.ok) throw new Error(`${parsed.failure.what}: ${parsed.failure.why}`);
  return parsed.value;
};
const catalogAt = async (root: string): Promise<readonly CatalogEntry[]> => JSON.parse(await readFile(join(root, 'catalog.json'), 'utf8'));

const policy = async (): Promise<Policy> => {
  const s = settings(env, ['CORDON_MODE', 'CORDON_COMPANY', 'CORDON_ACCOUNT', 'CORDON_REGION', 'CORDON_OWN_ROLES', 'LAMBDA_TASK_ROOT']);
  return {
    place: { kind: 'LIVE', company: s.CORDON_COMPANY, account: s.CORDON_ACCOUNT, region: s.CORDON_REGION },
    mode: s.CORDON_MODE, assets: await assetsFile(s.LAMBDA_TASK_ROOT), minutesBySev: { 1: 5, 2: 15, 3: 60, 4: 240 }, lapseHours: 24, ownRoles: s.CORDON_OWN_ROLES,
  };
};
const store = () => {
  const { CORDON_TABLE: table } = settings(env, ['CORDON_TABLE']);
  const client = new DynamoDBClient({});
  return { client, table, clock, ledger: dynamoLedger({ client, table, clock, exercise: false }), leases: dynamoLeases({ client, table }) };
};
const grantKey = () => kmsSigner(new KMSClient({}), settings(env, ['CORDON_GRANT_KEY']).CORDON_GRANT_KEY);

const MEMBER_CLIENTS: Readonly<Record<string, MakeClient>> = {
  cloudtrail: (options) => new CloudTrailClient(options), cloudwatch: (options) => new CloudWatchClient(options), ecr: (options) => new ECRClient(options), iam: (options) => new IAMClient(options),
  s3: (options) => new S3Client(options), sagemaker: (options) => new SageMakerClient(options), sts: (options) => new STSClient(options),
};
const CANARY_CLIENTS: Readonly<Record<string, MakeClient>> = { sagemakerruntime: (options) => new SageMakerRuntimeClient(options) };
const memberAccess = (onCall: (call: CallMade) => void) => {
  const { CORDON_MEMBER_ROLE: role, CORDON_CANARY_ROLE: canary } = settings(env, ['CORDON_MEMBER_ROLE', 'CORDON_CANARY_ROLE']);
  const credentials = memberCredentials(new STSClient({}), clock);
  return { role, canary, clients: memberClients(MEMBER_CLIENTS, credentials), canaryClients: memberClients(CANARY_CLIENTS, credentials), onCall };
};
const remember = ({ client, table }: ReturnType<typeof store>) => {
  const footsteps = dynamoFootsteps({ client, table, clock });
  return { footsteps, onCall: ({ requestId }: CallMade) => { if (requestId !== undefined) void footsteps.add(requestId); } };
};
const inventory = (access: ReturnType<typeof memberAccess>, file: AssetsFile) =>
  makeInventory({ file, clock, cloud: ({ account, region }) => makeCloud({ clients: access.clients, place: { account, region, role: access.role, sessionName: 'cordon-inventory' }, reads: INVENTORY_READS, onCall: access.onCall }) });

/** For intake, run and sweep: everything but the signing key. */
export const liveDesk = async (): Promise<Desk> => {
  const s = settings(env, ['CORDON_RUN_FUNCTION', 'CORDON_RUN_ALIAS', 'CORDON_APPROVE_FUNCTION', 'CORDON_ACTION_PREFIX', 'CORDON_EVIDENCE_BUCKET', 'LAMBDA_TASK_ROOT']);
  const [base, lambda, rules, entries, { verify }] = [store(), new LambdaClient({}), await policy(), await catalogAt(s.LAMBDA_TASK_ROOT), await grantKey()];
  const { footsteps, onCall } = remember(base);
  const playbooks = join(s.LAMBDA_TASK_ROOT, 'playbooks');
  const evidence = makeS3Evidence({ client: new S3Client({}), bucket: s.CORDON_EVIDENCE_BUCKET, signer: { sign: () => Promise.reject(new Error('this function seals no evidence')) }, spoolDirectory: tmpdir() });
  return {
    ...base, verify, clock, ids: { token }, policy: rules, footsteps, exercise: false, catalog: catalogFrom(entries), library: playbooksFromFiles(playbooks),
    runs: lambdaRuns(lambda, s.CORDON_RUN_FUNCTION, s.CORDON_RUN_ALIAS), caller: lambdaActions(lambda, s.CORDON_ACTION_PREFIX), authority: lambdaAuthority(lambda, s.CORDON_APPROVE_FUNCTION),
    assets: inventory(memberAccess(onCall), rules.assets), decisions: dynamoDecisions(base, token),
    checkEvidence: (bundle, trust) => checkBundle(evidence, bundle, verify, trust), lintPlaybooks: (id) => lintFolder(playbooks, entries, id),
    pause: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)), sample: () => Promise.resolve(undefined),
    receive: () => Promise.reject(new Error('events reach a deployment through EventBridge')),
  };
};

/** For approve: the only one that may use the grant key. */
export const liveAuthorityDesk = async (): Promise<AuthorityDesk> => {
  const s = settings(env, ['CORDON_ACTION_PREFIX', 'LAMBDA_TASK_ROOT']);
  const signer = await grantKey();
  return { ...store(), signer, verify: signer.verify, caller: lambdaActions(new LambdaClient({}), s.CORDON_ACTION_PREFIX), clock, ids: { token }, catalog: catalogFrom(await catalogAt(s.LAMBDA_TASK_ROOT)), policy: await policy(), exercise: false };
};

/** For one action function: its own role, the canary, the evidence store; no ledger to write and no key to sign grants with. */
export const liveActionDesk = async (): Promise<ActionDesk> => {
  const s = settings(env, ['CORDON_MODE', 'CORDON_EVIDENCE_BUCKET', 'CORDON_EVIDENCE_KEY', 'LAMBDA_TASK_ROOT']);
  const base = store();
  const access = memberAccess(remember(base).onCall);
  const evidence = makeS3Evidence({ client: new S3Client({}), bucket: s.CORDON_EVIDENCE_BUCKET, signer: await kmsSigner(new KMSClient({}), s.CORDON_EVIDENCE_KEY), spoolDirectory: tmpdir() });
  return {
    services: { assets: inventory(access, await assetsFile(s.LAMBDA_TASK_ROOT)), evidence }, leases: base.leases, verify: (await grantKey()).verify, clock, mode: s.CORDON_MODE,
    cloud: (action, { account, region }, session, planned) => {
      const [run = '', step = ''] = session.split(/:(.*)/);
      return makeCloud({ clients: access.clients, place: { account, region, role: access.role, sessionName: sessionNameOf(run, step) }, reads: action.reads, writes: planned.length > 0 ? action.writes : [], planned, onCall: access.onCall });
    },
    canary: (action, { account, region }) => makeCloud({ clients: access.canaryClients, place: { account, region, role: access.canary, sessionName: 'cordon-canary' }, reads: action.probes, onCall: access.onCall }),
    // A metric filter on this line raises the alarm; an action function may not write the ledger.
    report: async (incidentId, failure) => console.error(JSON.stringify({ cordon: 'ungranted-call', incidentId, ...failure })),
  };
};

/** For notify: reads the ledger, wakes runs, raises alarms; decides nothing. */
export const liveNotifyDesk = async (publish: NotifyDesk['publish']): Promise<NotifyDesk> => {
  const s = settings(env, ['CORDON_RUN_FUNCTION', 'CORDON_RUN_ALIAS']);
  return { ...store(), verify: (await grantKey()).verify, runs: lambdaRuns(new LambdaClient({}), s.CORDON_RUN_FUNCTION, s.CORDON_RUN_ALIAS), publish };
};
