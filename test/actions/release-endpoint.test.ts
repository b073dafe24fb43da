import { AttachRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteTagsCommand, UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { quarantineEndpoint } from '../../actions/quarantine-endpoint/action.ts';
import { closeAll, DENY, endpoint, QUARANTINE, quarantined, start, tag } from './quarantined.ts';

afterEach(closeAll);

describe('the way back', () => {
  test('removes the tag, lets the canary pass, and is safe to repeat', async () => {
    const nb = await start();
    const { plan, proof } = await quarantined(nb);
    expect(await nb.drift(quarantineEndpoint, plan, proof.after)).toEqual([]);
    expect((await nb.undo(quarantineEndpoint, plan, proof.after)).ok).toEqual({ effect: 'changed' });
    expect((await nb.verifyUndo(quarantineEndpoint, plan, proof.after)).ok).toMatchObject({ kind: 'pending' });
    nb.clock.advance(60);
    expect((await nb.verifyUndo(quarantineEndpoint, plan, proof.after)).ok).toMatchObject({
      kind: 'proven',
      after: { config: 'fraud-cfg-7', tag: null },
    });
    expect((await nb.undo(quarantineEndpoint, plan, proof.after)).ok).toEqual({ effect: 'no-change' });
  });
  test('asks when somebody changed the config meanwhile, and goes through when we did', async () => {
    const nb = await start();
    const { plan, proof } = await quarantined(nb);
    await nb
      .admin()
      .send(
        new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6', RetainAllVariantProperties: true }),
      );
    nb.clock.advance(900);
    expect((await nb.undo(quarantineEndpoint, plan, proof.after)).failure).toMatchObject({
      kind: 'drift',
      effect: 'no-change',
      why: 'it runs fraud-cfg-6, not fraud-cfg-7',
    });
    expect((await nb.undo(quarantineEndpoint, plan, { ...proof.after, config: 'fraud-cfg-6', packages: [] })).ok).toEqual({
      effect: 'changed',
    });
  });
  test('asks when another incident has tagged it meanwhile', async () => {
    const nb = await start();
    const { plan, proof } = await quarantined(nb);
    await nb.admin().send(tag('inc-other'));
    expect(await nb.drift(quarantineEndpoint, plan, proof.after)).toEqual(['its quarantine tag says inc-other, not inc-0123']);
  });
  test('asks while the endpoint is being changed', async () => {
    const nb = await start();
    const { plan, proof } = await quarantined(nb);
    await nb.admin().send(new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' }));
    expect(await nb.drift(quarantineEndpoint, plan, proof.after)).toEqual(['it is Updating, not InService']);
  });
  test('a tag that is gone already leaves nothing to undo and nothing to ask', async () => {
    const nb = await start();
    const { plan, proof } = await quarantined(nb);
    await nb.admin().send(new DeleteTagsCommand({ ResourceArn: endpoint, TagKeys: [QUARANTINE] }));
    expect(await nb.drift(quarantineEndpoint, plan, proof.after)).toEqual([]);
    expect((await nb.undo(quarantineEndpoint, plan, proof.after)).ok).toEqual({ effect: 'no-change' });
  });
  test('re-attaching a policy is no drift: only what the release rests on is compared', async () => {
    const nb = await start();
    const { plan, proof } = await quarantined(nb);
    await nb.adminIam().send(new AttachRolePolicyCommand({ RoleName: 'mlops', PolicyArn: DENY }));
    expect(await nb.drift(quarantineEndpoint, plan, proof.after)).toEqual([]);
  });
});
