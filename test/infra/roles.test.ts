import { actions } from '../../actions/index.ts';
import { INVENTORY_READS } from '../../adapters/inventory.ts';
import type { Action } from '../../core/action/define.ts';
import { iamActionsFor, iamActionsOf, serviceOf } from '../../core/action/iam.ts';
import { actionFunctionName, CANARY_ROLE, INVENTORY_ROLE, memberRoleName, ownRoles } from '../../core/action/role-names.ts';
import { deniesQuarantined, QUARANTINE } from '../../core/asset/coverage.ts';
import catalog from '../../actions/catalog.json' with { type: 'json' };
import { INVENTORY_SERVICES } from '../../infra/bundle.ts';
import { INVENTORY_PERMISSIONS } from '../../infra/derived.ts';
import { NEVER } from '../../infra/member-policy.ts';
import { scopeOf } from '../../infra/scopes.ts';
import { actionsOf, CONFIG, deployment, flat, has, HOME, MEMBER, resources, resourcesOf, statementsOf, type Loose } from './deployment.ts';

const made = deployment();
const [member] = made.members;
afterAll(() => made.close());
if (member === undefined) throw new Error('there is one member');

const trustOf = (roleName: string): Loose =>
  [...resources(member, 'AWS::IAM::Role').values()].find(({ Properties }) => Properties['RoleName'] === roleName)?.Properties[
    'AssumeRolePolicyDocument'
  ].Statement;
const fn = (name: string) => `arn:aws:iam::${HOME}:role/${name}`;

/** What differs between the permissions of a deployed role and the catalog. */
const differences = (deployed: readonly string[], id: string): readonly string[] => {
  const wanted = catalog.find((entry) => entry.id === id)?.iam ?? [];
  return [
    ...wanted.filter((one) => !deployed.includes(one)).map((one) => `lacks ${one}`),
    ...deployed.filter((one) => !wanted.includes(one)).map((one) => `adds ${one}`),
  ];
};

describe('roles in a member account', () => {
  test.each(actions.map(({ id }) => id))('an action role holds exactly what its calls need: %s', (id) => {
    expect(differences(actionsOf(statementsOf(member, memberRoleName(id))), id)).toEqual([]);
  });

  test('the comparison sees one permission too few and one too many', () => {
    const [first] = actions;
    if (first === undefined) throw new Error('there are actions');
    // The last read that needs a permission that no other call needs.
    const dropped = first.reads.findLast((one) => {
      const rest = iamActionsFor([...first.reads.filter((other) => other !== one), ...first.writes]);
      return iamActionsOf(one).some((permission) => !rest.includes(permission));
    });
    const without = (reads: Action['reads']): Action => ({ ...first, reads });
    const poorer = deployment([without(first.reads.filter((one) => one !== dropped)), ...actions.slice(1)]);
    const other = actions
      .flatMap(({ reads }) => reads)
      .find((one) => iamActionsOf(one).some((permission) => differences([permission], first.id).some((text) => text.startsWith('adds'))));
    const richer = deployment([without([...first.reads, ...(other === undefined ? [] : [other])]), ...actions.slice(1)]);
    const roleOf = ({ members }: typeof poorer) =>
      actionsOf(members[0] === undefined ? [] : statementsOf(members[0], memberRoleName(first.id)));
    expect(differences(roleOf(poorer), first.id)).toEqual([expect.stringMatching(/^lacks /)]);
    expect(differences(roleOf(richer), first.id)).toEqual(expect.arrayContaining([expect.stringMatching(/^adds /)]));
    poorer.close();
    richer.close();
  });

  test('each trusts exactly the function of its action', () => {
    for (const { id } of actions)
      expect(trustOf(memberRoleName(id))).toEqual([
        { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { AWS: fn(actionFunctionName(id)) } },
      ]);
    const principals = (name: string) =>
      trustOf(name)
        .map((statement: Loose) => statement.Principal.AWS)
        .toSorted();
    const withNeed = (need: 'assets') => actions.filter(({ needs }) => needs.includes(need)).map(({ id }) => fn(actionFunctionName(id)));
    expect(principals(INVENTORY_ROLE)).toEqual([...withNeed('assets'), fn('cordon-intake')].toSorted());
    expect(principals(CANARY_ROLE)).toEqual(actions.filter(({ probes }) => probes.length > 0).map(({ id }) => fn(actionFunctionName(id))));
  });

  test('the inventory role holds what the inventory calls, and its bundle the clients for it', () => {
    expect(INVENTORY_PERMISSIONS).toEqual(iamActionsFor(INVENTORY_READS));
    expect(actionsOf(statementsOf(member, INVENTORY_ROLE))).toEqual(iamActionsFor(INVENTORY_READS));
    expect(INVENTORY_SERVICES).toEqual([...new Set(INVENTORY_READS.map(serviceOf))].toSorted());
  });

  test('the canary may only probe, and the deny covers it and every caller of assets.yaml', () => {
    expect(actionsOf(statementsOf(member, CANARY_ROLE))).toEqual(['sagemaker:InvokeEndpoint']);
    const [policy] = resources(member, 'AWS::IAM::ManagedPolicy').values();
    expect(policy?.Properties['ManagedPolicyName']).toBe('cordon-quarantine-deny');
    expect(deniesQuarantined(policy?.Properties['PolicyDocument'])).toBe(true);
    const callers = CONFIG.assets.assets.flatMap((asset) => asset.callers.map(({ principal }) => principal.split('/').at(-1)));
    expect(callers.length).toBeGreaterThan(0);
    expect(
      policy?.Properties['Roles']
        .filter((role: unknown) => typeof role === 'string')
        .map(String)
        .toSorted(),
    ).toEqual([...new Set(callers.map(String))].toSorted());
    const canaryId = [...resources(member, 'AWS::IAM::Role')].find(([, { Properties }]) => Properties['RoleName'] === CANARY_ROLE)?.[0];
    expect(policy?.Properties['Roles']).toContainEqual({ Ref: canaryId });
  });

  test('tags can only be those of the quarantine', () => {
    const tagging = statementsOf(member, memberRoleName('sagemaker.quarantine-endpoint')).filter(
      (statement) => statement.Effect === 'Allow' && has(statement, /Tags$/) && !has(statement, /List/),
    );
    expect(tagging).toEqual([
      {
        Effect: 'Allow',
        Action: ['sagemaker:AddTags', 'sagemaker:DeleteTags'],
        Resource: `arn:aws:sagemaker:eu-west-1:${MEMBER}:endpoint/*`,
        Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': [QUARANTINE] }, Null: { 'aws:TagKeys': 'false' } },
      },
    ]);
  });

  test('what holds everywhere in a member account only reads', () => {
    const names = [...actions.map(({ id }) => memberRoleName(id)), INVENTORY_ROLE, CANARY_ROLE];
    const everywhere = names
      .flatMap((name) => statementsOf(member, name))
      .filter((one) => one.Effect === 'Allow' && resourcesOf(one).includes('*'));
    expect(actionsOf(everywhere)).toEqual(['cloudtrail:LookupEvents', 'cloudwatch:GetMetricData', 'sts:GetCallerIdentity']);
  });

  test('reads of S3 stay in the member account', () => {
    const inS3 = actions
      .flatMap(({ id }) => statementsOf(member, memberRoleName(id)))
      .filter((one) => one.Effect === 'Allow' && has(one, /^s3:/));
    expect(inS3.length).toBeGreaterThan(0);
    for (const statement of inS3) expect(statement.Condition).toEqual({ StringEquals: { 'aws:ResourceAccount': MEMBER } });
    expect(actionsOf(inS3).filter((one) => !/^s3:(Get|List)/.test(one))).toEqual([]);
  });

  test('no role may destroy, and no action wants to', () => {
    for (const { id } of actions) expect(actionsOf(statementsOf(member, memberRoleName(id)), 'Deny')).toEqual([...NEVER].toSorted());
    expect(actions.flatMap(({ reads, writes }) => iamActionsFor([...reads, ...writes])).filter((one) => NEVER.includes(one))).toEqual([]);
  });

  test('a permission nobody narrowed stops the synthesis', () => {
    expect(() => scopeOf('sagemaker:DeleteEndpoint', { account: MEMBER, regions: ['eu-west-1'], switches: [] })).toThrow('has no scope');
    expect(() => scopeOf('constructor', { account: MEMBER, regions: ['eu-west-1'], switches: [] })).toThrow('has no scope');
  });

  test('the roles that count as ours are those that are deployed', () => {
    const deployed = [...resources(member, 'AWS::IAM::Role').values()].flatMap(({ Properties }) =>
      Properties['RoleName'] === undefined ? [] : String(Properties['RoleName']),
    );
    expect(
      ownRoles(
        actions.map(({ id }) => id),
        [MEMBER],
      )
        .map((arn) => String(arn.split('/').at(-1)))
        .toSorted(),
    ).toEqual(deployed.toSorted());
  });
});

describe('roles in the security account', () => {
  const control = ['intake', 'run', 'approve', 'notify', 'sweep'].map((name) => `cordon-${name}`);
  const all = [...control, ...actions.map(({ id }) => actionFunctionName(id))];
  const may = (name: string) => statementsOf(made.home, name);

  test('in the security account nothing but traces goes anywhere', () => {
    const everywhere = all.flatMap(may).filter((one) => resourcesOf(one).includes('*'));
    // Names of streams, which Lambda asks for on behalf of notify.
    expect(actionsOf(everywhere)).toEqual(['dynamodb:ListStreams', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
    expect(all.filter((name) => may(name).some((one) => has(one, /ListStreams/)))).toEqual(['cordon-notify']);
  });

  test('run calls actions, asks approve, appends and leases; nothing else', () => {
    expect(actionsOf(may('cordon-run'))).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      'lambda:CheckpointDurableExecution',
      'lambda:GetDurableExecutionState',
      'lambda:InvokeFunction',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sqs:SendMessage',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  test('nobody changes or deletes a row of the ledger', () => {
    const keys = (one: Loose): readonly string[] => one.Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? ['anything'];
    const changing = all.flatMap(may).filter((one) => has(one, /^dynamodb:(Update|Delete|BatchWrite|PartiQL)/));
    expect(changing.length).toBeGreaterThan(0);
    expect([...new Set(changing.flatMap(keys))].toSorted()).toEqual(['COUNTER', 'L#*', 'R#*']);
    const writing = all.flatMap(may).filter((one) => has(one, /^dynamodb:PutItem/));
    for (const one of writing) expect(one.Condition?.['Null']).toEqual({ 'dynamodb:LeadingKeys': 'false' });
    expect(actionsOf(all.flatMap(may)).filter((one) => /dynamodb:(\*|Scan|.*Table|.*Policy)/.test(one))).toEqual([]);
    for (const { id } of actions)
      expect([
        ...new Set(
          may(actionFunctionName(id))
            .filter((one) => has(one, /^dynamodb:PutItem/))
            .flatMap(keys),
        ),
      ]).toEqual(['F#*']);
  });

  test('of the ledger an action reads whose lease it is and whether everything is stopped, and no incident', () => {
    for (const { id } of actions) {
      const reading = may(actionFunctionName(id)).filter((one) => has(one, /^dynamodb:(GetItem|BatchGetItem|Query)/));
      const keys = reading.map((one) => [actionsOf([one]), one.Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']]);
      expect(keys).toEqual([
        [['dynamodb:GetItem'], ['L#*']],
        [['dynamodb:Query'], ['inc-house']],
      ]);
    }
  });

  test('an action takes the role of that action, the canary for probes, the inventory for assets', () => {
    for (const { id, probes, needs } of actions) {
      const names = [
        memberRoleName(id),
        ...(probes.length > 0 ? [CANARY_ROLE] : []),
        ...(needs.includes('assets') ? [INVENTORY_ROLE] : []),
      ];
      const assumes = may(actionFunctionName(id)).filter((one) => has(one, /^sts:/));
      expect(assumes.flatMap(resourcesOf)).toEqual(names.map((name) => `arn:aws:iam::${MEMBER}:role/${name}`));
    }
    const others = control.filter((name) => may(name).some((one) => has(one, /^sts:/)));
    expect(others).toEqual(['cordon-intake']);
  });

  test('runs are started by alias only, and woken by notify only', () => {
    const run = `arn:aws:lambda:eu-west-1:${HOME}:function:cordon-run`;
    const invoking = (name: string) =>
      may(name)
        .filter((one) => has(one, /^lambda:InvokeFunction$/))
        .flatMap(resourcesOf);
    const starters = all.filter((name) => invoking(name).some((arn) => flat(arn).includes('function:cordon-run')));
    // Notify starts the parts of a foreach, which approve has ordered.
    expect(starters.toSorted()).toEqual(['cordon-intake', 'cordon-notify', 'cordon-sweep']);
    for (const name of starters) expect(invoking(name)).toContain(`${run}:live`);
    expect(starters.flatMap(invoking)).not.toContain(run);
    expect(all.filter((name) => may(name).some((one) => has(one, /SendDurable/)))).toEqual(['cordon-notify']);
  });

  test('each caller of approve has its own door, and nothing deployed here speaks for people', () => {
    const doors = Object.fromEntries(
      all.map((name) => [
        name,
        may(name)
          .filter((one) => has(one, /^lambda:InvokeFunction$/))
          .flatMap(resourcesOf)
          .map(String)
          .filter((arn) => arn.includes('cordon-approve'))
          .map((arn) => arn.split(':').at(-1)),
      ]),
    );
    expect(Object.entries(doors).filter(([, to]) => to.length > 0)).toEqual([
      ['cordon-intake', ['intake']],
      ['cordon-run', ['run']],
    ]);
  });
});
