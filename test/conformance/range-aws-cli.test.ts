import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRange } from '../../tabletop/range/range.ts';
import { AWS, ran, type Ran } from './debian.ts';

const [ADMIN, HUB, EVIDENCE] = ['NORTHBANK-ADMIN', 'NORTHBANK-SECURITY-CORDON-HUB', 'NORTHBANK-EVIDENCE-ADMIN'];

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

  const aws = (key: string, line: string, more: readonly string[] = []): Promise<Ran> =>
    ran(AWS, [...line.split(' '), ...more, '--endpoint-url', endpoint, '--output', 'json'], {
      HOME: folder,
      AWS_ACCESS_KEY_ID: key,
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_MAX_ATTEMPTS: '1',
      AWS_PAGER: '',
    });
  const json = async (key: string, line: string, more: readonly string[] = []) => {
    const { code, out, error } = await aws(key, line, more);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    return out === '' ? undefined : JSON.parse(out);
  };
  const refused = async (key: string, line: string, more: readonly string[] = []): Promise<string> => {
    const { code, error } = await aws(key, line, more);
    expect(code).not.toBe(0);
    return error;
  };
  const until = async <T>(ask: () => Promise<T | undefined>): Promise<T> => {
    for (let tries = 0; tries < 10; tries += 1) {
      const found = await ask();
      if (found !== undefined) return found;
    }
    throw new Error('it did not happen');
  };

  test('knows who it is and turns pages', async () => {
    expect(await json('NORTHBANK-MLOPS', 'sts get-caller-identity')).toMatchObject({ Account: '111122223333' });
    const { Endpoints, NextToken } = await json(ADMIN, 'sagemaker list-endpoints --max-items 2 --page-size 1');
    expect({ endpoints: Endpoints.length, more: typeof NextToken }).toEqual({ endpoints: 2, more: 'string' });
  });

  test('updates an endpoint, waits for it and finds the call in the event history', async () => {
    await json(ADMIN, 'sagemaker update-endpoint --endpoint-name fraud-scorer --endpoint-config-name fraud-cfg-6');
    // Its waiter looks every thirty seconds, so it is asked when the update is over.
    const seen = () => json(ADMIN, 'sagemaker describe-endpoint --endpoint-name fraud-scorer');
    const after = await until(async () => {
      const found = await seen();
      return found.EndpointStatus === 'InService' ? found : undefined;
    });
    expect(after).toMatchObject({ EndpointConfigName: 'fraud-cfg-6' });
    await json(ADMIN, 'sagemaker wait endpoint-in-service --endpoint-name fraud-scorer');
    const events = await until(async () => {
      const { Events } = await json(
        ADMIN,
        'cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=UpdateEndpoint',
      );
      const ours = Events.filter(({ CloudTrailEvent }: { readonly CloudTrailEvent: string }) => CloudTrailEvent.includes('aws-cli/'));
      return ours.length > 0 ? ours : undefined;
    });
    expect(JSON.parse(events[0].CloudTrailEvent)).toMatchObject({ eventName: 'UpdateEndpoint', awsRegion: 'eu-west-1' });
  });

  test('tags what it may, and no more', async () => {
    const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/churn';
    await json(ADMIN, `sagemaker add-tags --resource-arn ${arn} --tags Key=by,Value=cli`);
    expect((await json(ADMIN, `sagemaker list-tags --resource-arn ${arn}`)).Tags).toContainEqual({ Key: 'by', Value: 'cli' });
    expect(await refused('NORTHBANK-CRM', `sagemaker delete-tags --resource-arn ${arn} --tag-keys by`)).toContain('AccessDeniedException');
  });

  test('puts a file, reads it back, and may not delete a locked version', async () => {
    const [from, to] = [join(folder, 'from'), join(folder, 'to')];
    writeFileSync(from, 'evidence '.repeat(1000));
    const { VersionId } = await json(
      HUB,
      `s3api put-object --bucket nb-cordon-evidence --key a/b --body ${from} --object-lock-mode COMPLIANCE --object-lock-retain-until-date 2099-01-01T00:00:00Z`,
    );
    await json(HUB, `s3api get-object --bucket nb-cordon-evidence --key a/b ${to}`);
    expect(readFileSync(to, 'utf8')).toBe(readFileSync(from, 'utf8'));
    const version = `--bucket nb-cordon-evidence --key a/b --version-id=${VersionId}`;
    await json(EVIDENCE, `s3api put-object-legal-hold ${version} --legal-hold Status=ON`);
    expect(await json(EVIDENCE, `s3api get-object-legal-hold ${version}`)).toEqual({ LegalHold: { Status: 'ON' } });
    expect(await json(EVIDENCE, `s3api get-object-retention ${version}`)).toMatchObject({ Retention: { Mode: 'COMPLIANCE' } });
    expect(await refused(EVIDENCE, `s3api delete-object ${version}`)).toContain('AccessDenied');
  });

  test('copies files with s3 cp and lists them', async () => {
    const [from, to] = [join(folder, 'small'), join(folder, 'small-back')];
    writeFileSync(from, 'a few bytes');
    expect((await aws(ADMIN, `s3 cp ${from} s3://nb-train/cli/a+b`)).code).toBe(0);
    expect((await aws(ADMIN, `s3 cp s3://nb-train/cli/a+b ${to}`)).code).toBe(0);
    expect(readFileSync(to, 'utf8')).toBe('a few bytes');
    expect((await aws(ADMIN, 's3 ls s3://nb-train/cli/')).out).toContain('a+b');
  });

  test('copies a large file in parts, there and back', async () => {
    const [from, to] = [join(folder, 'large'), join(folder, 'large-back')];
    const bytes = Buffer.alloc(20_000_000, 'every part is another one ');
    writeFileSync(from, bytes);
    expect(await aws(ADMIN, `s3 cp ${from} s3://nb-train/cli/large --quiet`)).toMatchObject({ code: 0, error: '' });
    // Parts of 8 MiB each, as the command line makes them.
    expect((await json(ADMIN, 's3api head-object --bucket nb-train --key cli/large')).ETag).toMatch(/-3"$/);
    expect(await aws(ADMIN, `s3 cp s3://nb-train/cli/large ${to} --quiet`)).toMatchObject({ code: 0, error: '' });
    expect(readFileSync(to).equals(bytes)).toBe(true);
  });

  test('signs and verifies', async () => {
    const [message, signature] = [join(folder, 'message'), join(folder, 'signature')];
    writeFileSync(message, 'a statement');
    const { KeyMetadata } = await json(EVIDENCE, 'kms describe-key --key-id alias/cordon-signing');
    const key = `--key-id ${KeyMetadata.Arn} --message fileb://${message} --signing-algorithm ECDSA_SHA_256`;
    const { Signature } = await json(HUB, `kms sign ${key}`);
    writeFileSync(signature, Buffer.from(Signature, 'base64'));
    expect(await json(HUB, `kms verify ${key} --signature fileb://${signature}`)).toMatchObject({ SignatureValid: true });
  });

  test('writes and reads a policy of a role, and assumes one', async () => {
    const document = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] });
    await json(ADMIN, 'iam put-role-policy --role-name crm --policy-name stop', ['--policy-document', document]);
    const { PolicyDocument } = await json(ADMIN, 'iam get-role-policy --role-name crm --policy-name stop');
    expect(PolicyDocument).toEqual(JSON.parse(document));
    await json(ADMIN, 'iam delete-role-policy --role-name crm --policy-name stop');
    expect(await json(ADMIN, 'iam list-attached-role-policies --role-name crm')).toMatchObject({
      AttachedPolicies: [{ PolicyName: 'invoke-churn' }, { PolicyName: 'cordon-quarantine-deny' }],
    });
    const { AssumedRoleUser } = await json(
      HUB,
      'sts assume-role --role-arn arn:aws:iam::111122223333:role/cordon-member --role-session-name cli',
    );
    expect(AssumedRoleUser.Arn).toBe('arn:aws:sts::111122223333:assumed-role/cordon-member/cli');
  });

  test('reads metrics over awsQuery', async () => {
    const dimensions = '--dimensions Name=EndpointName,Value=credit Name=VariantName,Value=AllTraffic';
    const start = new Date(Date.now() - 3_600_000).toISOString();
    const end = new Date(Date.now() - 1_800_000).toISOString();
    const { Label, Datapoints } = await json(
      ADMIN,
      `cloudwatch get-metric-statistics --namespace AWS/SageMaker --metric-name Invocations ${dimensions} --start-time ${start} --end-time ${end} --period 3600 --statistics Sum`,
    );
    expect(Label).toBe('Invocations');
    expect(Datapoints.length).toBeGreaterThan(0);
  });

  test('shows refusals as refusals', async () => {
    expect(await refused('NORTHBANK-CRM', 'sagemaker describe-endpoint --endpoint-name credit')).toContain('AccessDeniedException');
    expect(await refused(ADMIN, 'sagemaker list-workteams')).toContain('UnknownOperationException');
    expect(await refused(ADMIN, `sagemaker describe-endpoint --endpoint-name ${'x'.repeat(64)}`)).toContain('ValidationException');
    expect(await refused('NOBODY', 'sts get-caller-identity')).toContain('InvalidClientTokenId');
  });
});
