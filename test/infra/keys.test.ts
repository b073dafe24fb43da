import { actions } from '../../actions/index.ts';
import { actionFunctionName } from '../../core/action/role-names.ts';
import { actionsOf, deployment, flat, has, HOME, resources, statementsOf, type Statement } from './deployment.ts';

const made = deployment();
afterAll(() => made.close());

const roleIds = new Map([...resources(made.home, 'AWS::IAM::Role')].map(([id, { Properties }]) => [id, String(Properties['RoleName'])]));
/** Roles that a principal or a condition names, by their names. */
const rolesIn = (value: unknown): readonly string[] =>
  [...flat(value).matchAll(/"Fn::GetAtt":\["([^"]+)","Arn"\]/g)].flatMap(([, id]) => roleIds.get(id ?? '') ?? []);
const keyOf = (says: RegExp) => {
  const found = [...resources(made.home, 'AWS::KMS::Key').values()].find(({ Properties }) => says.test(Properties['Description']));
  if (found === undefined) throw new Error(`no key ${says}`);
  return { ...found, statements: found.Properties['KeyPolicy'].Statement as Statement[] };
};
const writers = actions.filter(({ needs }) => needs.includes('evidence')).map(({ id }) => actionFunctionName(id));

describe.each([
  ['grants', /grants/, ['cordon-approve']],
  ['evidence', /evidence/, writers],
])('the key of %s', (_, says, signers) => {
  const key = keyOf(says);
  const signing = key.statements.filter((one) => one.Effect === 'Allow' && has(one, /^(kms:\*|kms:Sign|kms:S\*|\*)$/));

  test('is P-256, for signing, and stays when the stack goes', () => {
    expect(key.Properties).toMatchObject({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY', PendingWindowInDays: 30 });
    expect([key.DeletionPolicy, key.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
  });

  test('only its signers may sign, and only digests', () => {
    expect(signing).toHaveLength(1);
    expect(rolesIn(signing[0]?.Principal)).toEqual(signers);
    expect(flat(signing[0]?.Principal)).not.toContain(':root');
    expect(signing[0]?.Condition).toEqual({ StringEquals: { 'kms:MessageType': 'DIGEST', 'kms:SigningAlgorithm': 'ECDSA_SHA_256' } });
  });

  test('everybody else is denied it, also by a grant of KMS', () => {
    const [deny, ...more] = key.statements.filter(({ Effect }) => Effect === 'Deny');
    expect(more).toEqual([]);
    expect(deny).toMatchObject({ Principal: { AWS: '*' }, Action: ['kms:Sign', 'kms:CreateGrant'], Resource: '*' });
    expect(rolesIn(deny?.Condition)).toEqual(signers);
  });

  test('administration can neither sign nor hand signing on', () => {
    const administer = key.statements.filter((one) => flat(one.Principal).includes(':root'));
    expect(administer).toHaveLength(1);
    expect(actionsOf(administer).filter((action) => action.endsWith('*'))).toEqual(['kms:Describe*', 'kms:Get*', 'kms:List*']);
    expect(actionsOf(administer).filter((action) => /Sign|Grant|Verify|Decrypt|Encrypt|GenerateMac/.test(action))).toEqual([]);
  });
});

test('who checks grants may read the public key', () => {
  const check = keyOf(/grants/).statements.filter((one) => has(one, /^kms:GetPublicKey$/) && one.Effect === 'Allow');
  const expected = [
    'cordon-approve',
    'cordon-intake',
    'cordon-run',
    'cordon-notify',
    'cordon-sweep',
    ...actions.map(({ id }) => actionFunctionName(id)),
  ];
  expect(check.flatMap(({ Principal }) => rolesIn(Principal)).toSorted()).toEqual(expected.toSorted());
});

test('no role has a permission on keys by IAM', () => {
  const names = [...roleIds.values()].filter((name) => name.startsWith('cordon-'));
  expect(names.length).toBeGreaterThan(5);
  expect(names.flatMap((name) => statementsOf(made.home, name)).filter((one) => has(one, /^(kms:|\*)/))).toEqual([]);
});

describe('evidence', () => {
  const [bucket] = [...resources(made.evidence, 'AWS::S3::Bucket')].filter(
    ([, { Properties }]) => Properties['BucketName'] === 'nb-cordon-evidence',
  );
  const policy = [...resources(made.evidence, 'AWS::S3::BucketPolicy').values()].find(
    ({ Properties }) => Properties['Bucket'].Ref === bucket?.[0],
  );
  const statements: readonly Statement[] = policy?.Properties['PolicyDocument'].Statement ?? [];
  const collectors = writers.map((name) => `arn:aws:iam::${HOME}:role/${name}`);

  test('is locked in compliance mode for a year, versioned, private, and stays', () => {
    expect(bucket?.[1].Properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 365 } } },
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LoggingConfiguration: { LogFilePrefix: 'evidence/' },
    });
    // A key of ours could be deleted, and what the lock protects with it.
    expect(flat(bucket?.[1].Properties['BucketEncryption'])).not.toContain('aws:kms');
    expect(bucket?.[1].DeletionPolicy).toBe('Retain');
  });

  test('evidence cannot be deleted, shortened or written by others', () => {
    const denied = statements.filter(({ Effect }) => Effect === 'Deny');
    expect(denied.every(({ Principal }) => flat(Principal) === '{"AWS":"*"}')).toBe(true);
    expect(actionsOf(denied, 'Deny')).toEqual(
      expect.arrayContaining([
        's3:BypassGovernanceRetention',
        's3:DeleteObject',
        's3:DeleteObjectVersion',
        's3:PutLifecycleConfiguration',
        's3:PutObject',
      ]),
    );
    expect(denied.find((one) => has(one, /^s3:PutObject$/))?.Condition).toEqual({ ArnNotEquals: { 'aws:PrincipalArn': collectors } });
    expect(denied.find((one) => has(one, /^s3:\*$/))?.Condition).toEqual({ Bool: { 'aws:SecureTransport': 'false' } });
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(new Set(allowed.map(({ Principal }) => flat(Principal)))).toEqual(new Set(collectors.map((arn) => flat({ AWS: arn }))));
    expect(actionsOf(allowed)).toEqual(['s3:GetObject', 's3:GetObjectRetention', 's3:GetObjectVersion', 's3:ListBucket', 's3:PutObject']);
  });

  test('its collectors hold in their own account what the bucket allows them, and no more', () => {
    for (const name of writers)
      expect(actionsOf(statementsOf(made.home, name).filter((one) => has(one, /^s3:/)))).toEqual(
        actionsOf(statements.filter(({ Effect }) => Effect === 'Allow')),
      );
    const others = [...roleIds.values()].filter((name) => name.startsWith('cordon-') && !writers.includes(name));
    expect(others.flatMap((name) => statementsOf(made.home, name)).filter((one) => has(one, /^s3:/))).toEqual([]);
  });
});
