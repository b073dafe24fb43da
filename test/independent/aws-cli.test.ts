import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRange } from '../../tabletop/range/range.ts';

/** Python starts for every call, on a machine that may be busy. */
const SLOW = 120_000;

/** A client that shares no code with ours. Not everybody has it: that is why this is not part of `npm test`. */
describe('the AWS command line', () => {
  const range = createRange({ pace: 1000 });
  const folder = mkdtempSync(join(tmpdir(), 'range-cli-'));
  let endpoint = '';
  let close = async (): Promise<void> => undefined;
  beforeAll(async () => {
    const listening = await range.listen();
    endpoint = listening.endpoint;
    close = () => listening.close();
  });
  afterAll(async () => {
    await close();
    range.close();
    rmSync(folder, { recursive: true });
  });
  const aws = (key: string, line: string): Promise<{ readonly code: number | null; readonly out: string; readonly error: string }> =>
    new Promise((resolve, reject) => {
      const child = spawn('aws', [...line.split(' '), '--endpoint-url', endpoint, '--output', 'json'], {
        timeout: 60_000,
        env: {
          PATH: process.env['PATH'],
          HOME: folder,
          AWS_ACCESS_KEY_ID: key,
          AWS_SECRET_ACCESS_KEY: 'x',
          AWS_DEFAULT_REGION: 'eu-west-1',
          AWS_MAX_ATTEMPTS: '1',
          AWS_PAGER: '',
        },
      });
      let [out, error] = ['', ''];
      child.stdout.on('data', (part: Buffer) => (out += part.toString()));
      child.stderr.on('data', (part: Buffer) => (error += part.toString()));
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, out, error }));
    });
  const json = async (key: string, line: string) => {
    const { code, out, error } = await aws(key, line);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    return out === '' ? undefined : JSON.parse(out);
  };

  test(
    'knows who it is and sees the endpoints',
    async () => {
      expect(await json('NORTHBANK-MLOPS', 'sts get-caller-identity')).toMatchObject({ Account: '111122223333' });
      const { Endpoints } = await json('NORTHBANK-ADMIN', 'sagemaker list-endpoints --max-items 2');
      expect(Endpoints).toHaveLength(2);
    },
    SLOW,
  );
  test(
    'updates an endpoint and finds it updated',
    async () => {
      await json(
        'NORTHBANK-ADMIN',
        'sagemaker update-endpoint --endpoint-name fraud-scorer --endpoint-config-name fraud-cfg-6 --retain-all-variant-properties',
      );
      await new Promise((resolve) => setTimeout(resolve, 600));
      expect(await json('NORTHBANK-ADMIN', 'sagemaker describe-endpoint --endpoint-name fraud-scorer')).toMatchObject({
        EndpointConfigName: 'fraud-cfg-6',
      });
    },
    SLOW,
  );
  test(
    'puts a file, reads it back, and may not delete a locked version',
    async () => {
      const [from, to] = [join(folder, 'from'), join(folder, 'to')];
      writeFileSync(from, 'evidence '.repeat(1000));
      const hub = 'NORTHBANK-SECURITY-CORDON-HUB';
      const { VersionId } = await json(hub, `s3api put-object --bucket nb-cordon-evidence --key a/b --body ${from}`);
      await json(hub, `s3api get-object --bucket nb-cordon-evidence --key a/b ${to}`);
      expect(readFileSync(to, 'utf8')).toBe(readFileSync(from, 'utf8'));
      const refused = await aws(
        'NORTHBANK-EVIDENCE-ADMIN',
        `s3api delete-object --bucket nb-cordon-evidence --key a/b --version-id=${VersionId}`,
      );
      expect(refused.code).not.toBe(0);
      expect(refused.error).toContain('AccessDenied');
    },
    SLOW,
  );
  test(
    'reads IAM, metrics and the event history',
    async () => {
      expect(await json('NORTHBANK-ADMIN', 'iam list-attached-role-policies --role-name crm')).toMatchObject({
        AttachedPolicies: [{ PolicyName: 'invoke-churn' }, { PolicyName: 'cordon-quarantine-deny' }],
      });
      const { Events } = await json('NORTHBANK-ADMIN', 'cloudtrail lookup-events --max-items 1');
      expect(Events).toHaveLength(1);
      const window = '--start-time 2026-11-01T00:00:00Z --end-time 2026-11-01T01:00:00Z --period 3600 --statistics Sum';
      const metric = await json(
        'NORTHBANK-ADMIN',
        `cloudwatch get-metric-statistics --namespace AWS/SageMaker --metric-name Invocations --dimensions Name=EndpointName,Value=credit Name=VariantName,Value=AllTraffic ${window}`,
      );
      expect(metric.Label).toBe('Invocations');
      expect(metric.Datapoints.length).toBeGreaterThan(0);
    },
    SLOW,
  );
  test(
    'shows our refusals as refusals',
    async () => {
      const { code, error } = await aws('NORTHBANK-CRM', 'sagemaker describe-endpoint --endpoint-name credit');
      expect(code).not.toBe(0);
      expect(error).toContain('AccessDeniedException');
      expect((await aws('NORTHBANK-ADMIN', 'sagemaker list-training-jobs')).error).toContain('UnknownOperationException');
    },
    SLOW,
  );
});
