import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCloud, type CallMade, type Place } from '../../adapters/cloud.ts';
import { memberClients, memberCredentials, sessionNameOf } from '../../adapters/cloud-session.ts';
import { makeDiskEvidence } from '../../adapters/evidence-disk.ts';
import { INVENTORY_READS, makeInventory } from '../../adapters/inventory.ts';
import { makeLocalSigner } from '../../adapters/signer-local.ts';
import type { Action } from '../../core/action/define.ts';
import { Plan, type Applied, type PlannedWrite, type Proof } from '../../core/action/plan.ts';
import type { ActionReply, ActionRequest } from '../../core/action/request.ts';
import { parseAssetsFile } from '../../core/asset/assets-file.ts';
import type { Arn } from '../../core/asset/resource.ts';
import type { Failure } from '../../core/failure.ts';
import type { IncidentId } from '../../core/id.ts';
import type { JsonObject } from '../../core/json.ts';
import { instantOf } from '../../core/time.ts';
import { virtualClock } from '../../tabletop/range/clock.ts';
import { createRange } from '../../tabletop/range/range.ts';

const ACCOUNT = '111122223333';
export const endpointArn = (name: string): Arn => `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:endpoint/${name}`;
export const packageArn = (name: string): Arn => `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:model-package/${name}`;

const text = readFileSync(new URL('../../tabletop/northbank/assets.yaml', import.meta.url), 'utf8');
const assetsFile = (change: (yaml: string) => string = (yaml) => yaml) => {
  const parsed = parseAssetsFile('assets.yaml', change(text));
  if (!parsed.ok) throw new Error(parsed.failure.why);
  return parsed.value;
};

export interface Done<T> {
  readonly ok: T | undefined;
  readonly failure: Failure | undefined;
}
const doneOf = <T>(reply: ActionReply, pick: (value: Extract<ActionReply, { ok: true }>['value']) => T | undefined): Done<T> =>
  reply.ok ? { ok: pick(reply.value), failure: undefined } : { ok: undefined, failure: reply.failure };

export interface Options {
  readonly start?: string;
  /** AWS seconds per second of the clock. Default 1. */
  readonly pace?: number;
  readonly assets?: (yaml: string) => string;
  readonly incidentId?: IncidentId;
}

/** Northbank in this process: real SDK clients, real adapters, the range behind them, and a clock that moves when it is told to. */
export const northbank = async ({ start = '2026-11-20T02:41:00Z', pace = 1, assets, incidentId = 'inc-0123' }: Options = {}) => {
  const clock = virtualClock(start, pace);
  const range = createRange({ clock });
  const directory = mkdtempSync(join(tmpdir(), 'cordon-actions-'));
  const requestHandler = range.host.requestHandler();
  const clients = memberClients(
    {
      sagemaker: (settings) => new SageMakerClient({ ...settings, requestHandler }),
      sagemakerruntime: (settings) => new SageMakerRuntimeClient({ ...settings, requestHandler }),
      s3: (settings) => new S3Client({ ...settings, requestHandler }),
      iam: (settings) => new IAMClient({ ...settings, requestHandler }),
      ecr: (settings) => new ECRClient({ ...settings, requestHandler }),
      cloudwatch: (settings) => new CloudWatchClient({ ...settings, requestHandler }),
      cloudtrail: (settings) => new CloudTrailClient({ ...settings, requestHandler }),
      ssm: (settings) => new SSMClient({ ...settings, requestHandler }),
      sts: (settings) => new STSClient({ ...settings, requestHandler }),
    },
    memberCredentials(new STSClient(range.clientConfig('arn:aws:iam::444455556666:role/cordon-hub')), {
      now: () => instantOf(clock.now()),
    }),
  );
  const calls: (CallMade & { readonly role: string })[] = [];
  const place = (role: string): Place => ({ account: ACCOUNT, region: 'eu-west-1', role, sessionName: sessionNameOf('run-0', 'deny') });
  const onCall = (role: string) => (call: CallMade) => void calls.push({ ...call, role });
  const now = { now: () => instantOf(clock.now()) };
  const signer = await makeLocalSigner(join(directory, 'keys'), 'test');
  const evidence = makeDiskEvidence({ directory: join(directory, 'evidence'), signer });
  const inventory = makeInventory({
    file: assetsFile(assets),
    clock: now,
    cloud: () => makeCloud({ clients, place: place('cordon-member'), reads: INVENTORY_READS }),
  });

  const ask = (action: Action, request: ActionRequest, planned: readonly PlannedWrite[]): Promise<ActionReply> =>
    action.serve(request, {
      assets: inventory,
      evidence,
      cloud: makeCloud({
        clients,
        place: place('cordon-member'),
        reads: action.reads,
        writes: action.writes,
        planned,
        onCall: onCall('member'),
      }),
      canary: makeCloud({ clients, place: place('cordon-canary-covered'), reads: action.probes, onCall: onCall('canary') }),
    });
  const call = (verb: string) => ({ incidentId, key: `run-0:deny:${verb}` as const, at: now.now(), exercise: true });
  const grant = {
    payload: {
      action: 'a.b' as const,
      verb: 'apply' as const,
      account: ACCOUNT,
      target: endpointArn('x'),
      planDigest: `sha256:${'0'.repeat(64)}` as const,
      run: 'run-0' as const,
      step: 'deny',
      mode: 'enforce' as const,
      by: { kind: 'policy' as const, rule: 'test' },
      expiresAt: '2027-01-01T00:00:00.000Z' as const,
      nonce: '0123456789abcdef',
    },
    keyId: 'k',
    signature: '',
  };
  /** As it would come back from the ledger. */
  const stored = (plan: Plan): Plan => Plan.parse(JSON.parse(JSON.stringify(plan)));
  const wayBack = (action: Action, plan: Plan): readonly PlannedWrite[] =>
    typeof action.undo === 'string' ? [] : action.undo.writes(plan);

  return {
    range,
    clock,
    clients,
    calls,
    evidence,
    signer,
    inventory,
    admin: () => new SageMakerClient(range.clientConfig('admin')),
    adminIam: () => new IAMClient(range.clientConfig('admin')),
    place,
    look: async (action: Action, input: JsonObject): Promise<Done<Plan>> =>
      doneOf(await ask(action, { ...call('look'), verb: 'look', input }, []), (value) =>
        value.verb === 'look' ? stored(value.plan) : undefined,
      ),
    apply: async (action: Action, plan: Plan, planned = plan.writes): Promise<Done<Applied>> =>
      doneOf(await ask(action, { ...call('apply'), verb: 'apply', plan, grant }, planned), (value) =>
        'applied' in value ? value.applied : undefined,
      ),
    verify: async (action: Action, plan: Plan, seen?: JsonObject): Promise<Done<Proof>> =>
      doneOf(await ask(action, { ...call('verify'), verb: 'verify', plan, ...(seen && { seen }) }, []), (value) =>
        'proof' in value ? value.proof : undefined,
      ),
    undo: async (action: Action, plan: Plan, after: JsonObject): Promise<Done<Applied>> =>
      doneOf(await ask(action, { ...call('undo'), verb: 'undo', plan, grant, after }, wayBack(action, plan)), (value) =>
        'applied' in value ? value.applied : undefined,
      ),
    drift: async (action: Action, plan: Plan, after: JsonObject): Promise<readonly string[] | undefined> =>
      doneOf(await ask(action, { ...call('look-undo'), verb: 'look-undo', plan, after }, []), (value) =>
        value.verb === 'look-undo' ? value.drift : undefined,
      ).ok,
    verifyUndo: async (action: Action, plan: Plan, after: JsonObject, seen?: JsonObject): Promise<Done<Proof>> =>
      doneOf(await ask(action, { ...call('verify-undo'), verb: 'verify-undo', plan, after, ...(seen && { seen }) }, []), (value) =>
        'proof' in value ? value.proof : undefined,
      ),
    close: () => {
      range.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
export type Northbank = Awaited<ReturnType<typeof northbank>>;
