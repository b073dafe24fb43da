import { AttachRolePolicyCommand, DetachRolePolicyCommand, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { quarantineClient } from '../../actions/quarantine-client/action.ts';
import type { Plan } from '../../core/action/plan.ts';
import { endpointArn, northbank, type Northbank } from './northbank.ts';

const DENY = 'arn:aws:iam::111122223333:policy/cordon-client-deny';
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const [client, endpoint] = [role('partner-bot'), endpointArn('assistant')];
let nb: Northbank;
beforeEach(async () => {
  nb = await northbank();
});
afterEach(() => nb.close());

const planOf = async (): Promise<Plan> => {
  const { ok, failure } = await nb.look(quarantineClient, { client, endpoint });
  if (ok === undefined) throw new Error(failure?.why);
  return ok;
};
const carries = async (name = 'partner-bot') =>
  (await nb.adminIam().send(new ListAttachedRolePoliciesCommand({ RoleName: name }))).AttachedPolicies?.some(
    ({ PolicyArn }) => PolicyArn === DENY,
  );
const attach = (RoleName = 'partner-bot') => nb.adminIam().send(new AttachRolePolicyCommand({ RoleName, PolicyArn: DENY }));
const detach = () => nb.adminIam().send(new DetachRolePolicyCommand({ RoleName: 'partner-bot', PolicyArn: DENY }));
const asks = async (name: string): Promise<string> => {
  const runtime = new SageMakerRuntimeClient(nb.range.clientConfig(name));
  return runtime.send(new InvokeEndpointCommand({ EndpointName: 'assistant', Body: 'hello' })).then(
    () => 'answered',
    (thrown: unknown) => (thrown instanceof Error ? thrown.name : 'thrown'),
  );
};

describe('a declared caller', () => {
  test('is refused, alone, and comes back', async () => {
    const plan = await planOf();
    expect(plan.impact).toEqual([
      'partner-bot (role partner-bot) is refused by every model it calls, not only by assistant',
      'partner-bot has NO fallback declared: its work fails',
      'web-chat: not affected',
    ]);
    expect(plan.target).toMatchObject({ arn: client, kind: 'role', region: 'eu-west-1' });
    expect(await asks('partner-bot')).toBe('answered');
    expect((await nb.apply(quarantineClient, plan)).ok).toEqual({ effect: 'changed' });
    expect((await nb.verify(quarantineClient, plan)).ok).toEqual({
      kind: 'proven',
      after: { attached: true },
      observed: ['the deny (version v1) is attached to partner-bot (read back)', 'effect on live sessions: within minutes, not measured'],
      partly: ['only partner-bot is refused; every other caller is still answered'],
    });
    nb.clock.advance(60);
    expect(await asks('partner-bot')).toBe('AccessDeniedException');
    expect(await asks('web-chat')).toBe('answered');
    expect((await nb.undo(quarantineClient, plan, { attached: true })).ok).toEqual({ effect: 'changed' });
    expect((await nb.verifyUndo(quarantineClient, plan, { attached: true })).ok).toMatchObject({ kind: 'proven' });
    nb.clock.advance(60);
    expect(await asks('partner-bot')).toBe('answered');
  });
  test('that carries the deny already is left as it is, also by the undo', async () => {
    await attach();
    const plan = await planOf();
    expect(plan.writes).toEqual([]);
    expect((await nb.apply(quarantineClient, plan)).ok).toEqual({ effect: 'no-change' });
    expect((await nb.undo(quarantineClient, plan, { attached: true })).ok).toEqual({ effect: 'no-change' });
    expect(await carries()).toBe(true);
  });
  test('that somebody has let in again is pending, never proven; and its undo has nothing to do', async () => {
    const plan = await planOf();
    await nb.apply(quarantineClient, plan);
    await detach();
    expect((await nb.verify(quarantineClient, plan)).ok).toMatchObject({ kind: 'pending' });
    expect((await nb.undo(quarantineClient, plan, { attached: true })).ok).toEqual({ effect: 'no-change' });
  });
  test('that somebody else decided about after us is not touched by the undo', async () => {
    await attach();
    const plan = await planOf();
    await detach();
    expect((await nb.undo(quarantineClient, plan, { attached: true })).failure).toMatchObject({
      kind: 'drift',
      why: 'the deny is not attached any more',
    });
  });
});

describe('nobody else', () => {
  test.each([
    ['a role that calls something else', role('crm'), endpoint, 'does not name it as a caller of assistant'],
    ['a role that nobody has', role('nobody'), endpoint, 'does not name it as a caller'],
    ['a role of Cordon', role('cordon-member'), endpoint, 'it is a role of Cordon'],
    ['a role of Cordon in other letters, in a path', role('ops/Cordon-Member'), endpoint, 'it is a role of Cordon'],
    ['a service-linked role', role('aws-service-role/sagemaker.amazonaws.com/AWSServiceRoleForX'), endpoint, 'belongs to an AWS service'],
    ['the role of auto scaling', role('AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint'), endpoint, 'belongs to an AWS service'],
    ['a role of single sign-on', role('aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1'), endpoint, 'belongs to an AWS service'],
    ['the same name in another account', client.replace('111122223333', '999999999999'), endpoint, 'in account 999999999999'],
    ['a caller of an endpoint that nobody adopted', client, endpointArn('stranger'), 'not adopted'],
  ])('%s is refused before anything is asked of IAM', async (_what, who, what, why) => {
    const { failure } = await nb.look(quarantineClient, { client: who, endpoint: what });
    expect(failure).toMatchObject({ kind: 'denied', effect: 'no-change', why: expect.stringContaining(why) });
    expect(nb.calls).toEqual([]);
  });
  test('a role of Cordon is refused even when assets.yaml calls it a caller', async () => {
    const tricked = await northbank({ assets: (yaml) => yaml.replace('role/partner-bot', 'role/cordon-member') });
    expect((await tricked.look(quarantineClient, { client: role('cordon-member'), endpoint })).failure).toMatchObject({ kind: 'denied' });
    tricked.close();
  });
  test.each(['partner-bot', 'arn:aws:sts::111122223333:assumed-role/partner-bot/x', `${client}\nrole/admin`])(
    '%j is no role ARN',
    (bad) => {
      expect(quarantineClient.input.safeParse({ client: bad, endpoint }).success).toBe(false);
    },
  );
});
