import { UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { INVENTORY_READS } from '../../../adapters/inventory.ts';
import { iamActionsFor } from '../../../core/action/iam.ts';
import { endpointArn, northbank, type Northbank } from '../../actions/northbank.ts';

const endpoint = endpointArn('fraud-scorer');
let nb: Northbank;
beforeEach(async () => {
  nb = await northbank();
});
afterEach(() => nb.close());

describe('what an asset is', () => {
  test('joins the reviewed entry with what AWS says now', async () => {
    expect(await nb.inventory.find(endpoint)).toMatchObject({
      kind: 'endpoint',
      name: 'fraud-scorer',
      tier: 'high',
      owner: 'bo',
      adopted: true,
      seenAt: '2026-11-20T02:41:00.000Z',
      links: [
        { as: 'runs-as', arn: 'arn:aws:iam::111122223333:role/sagemaker-execution' },
        { as: 'serves', arn: 'arn:aws:sagemaker:eu-west-1:111122223333:model-package/fraud-model/7' },
        { as: 'loads-from', arn: 'arn:aws:s3:::nb-models/fraud/7/model.tar.gz' },
        { as: 'trained-on', arn: 'arn:aws:s3:::nb-train/base/', source: 'lineage' },
        { as: 'trained-on', arn: 'arn:aws:s3:::nb-train/partner/', source: 'lineage' },
      ],
    });
  });
  test('a live endpoint that nobody adopted is strict, and not adopted', async () => {
    const strange = await northbank({
      assets: (yaml) => yaml.replace(/ {2}# Nobody calls it but the canary[^]*?whenUnavailable: fallback\n\n/, ''),
    });
    expect(await strange.inventory.find(endpointArn('churn-canary'))).toMatchObject({
      adopted: false,
      tier: 'high',
      owner: 'nobody',
      failMode: 'keep-serving',
      callers: [],
    });
    strange.close();
  });
  test('what is neither written down nor there is nothing', async () => {
    expect(await nb.inventory.find(endpointArn('no-such'))).toBeUndefined();
  });
  test('an account that is no member is never asked', async () => {
    expect(await nb.inventory.find('arn:aws:sagemaker:eu-west-1:999999999999:endpoint/fraud-scorer')).toBeUndefined();
    expect(await nb.inventory.configHistory('arn:aws:sagemaker:eu-west-1:999999999999:endpoint/fraud-scorer')).toEqual([]);
  });
  test('what is no endpoint comes from the file alone', async () => {
    expect(await nb.inventory.find('arn:aws:s3:::nb-train')).toMatchObject({ kind: 'bucket', adopted: true, links: [] });
  });
  test('a look that was refused is a failure, not an asset without links', async () => {
    nb.range.faults.add({ operation: 'sagemaker:DescribeModel', kind: 'denied' });
    await expect(nb.inventory.find(endpoint)).rejects.toMatchObject({ failure: { kind: 'denied' } });
  });
  test('all of them: who was trained from the partner’s data?', async () => {
    const all = await nb.inventory.all();
    expect(all).toHaveLength(7);
    expect(
      all.filter(({ links }) => links.some(({ as, arn }) => as === 'trained-on' && arn.endsWith('/partner/'))).map(({ name }) => name),
    ).toEqual(['fraud-scorer']);
  });
});

describe('which configs an endpoint ran', () => {
  test('comes from 90 days of CloudTrail, and names who set them', async () => {
    const history = await nb.inventory.configHistory(endpoint);
    expect(history.map(({ config, from, by }) => [config, from.slice(0, 10), by])).toEqual([
      ['fraud-cfg-5', '2026-09-01', 'mlops'],
      ['fraud-cfg-4', '2026-10-02', 'mlops'],
      ['fraud-cfg-6', '2026-11-02', 'mlops'],
      ['fraud-cfg-7', '2026-11-19', 'nightly-retrain'],
    ]);
    expect(history.at(-1)?.until).toBeUndefined();
  });
  test('is read page by page, and holds every change', async () => {
    const admin = nb.admin();
    for (let count = 0; count < 60; count += 1) {
      await admin.send(
        new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: `fraud-cfg-${count % 2 === 0 ? 6 : 7}` }),
      );
      nb.clock.advance(900);
    }
    expect(await nb.inventory.configHistory(endpoint)).toHaveLength(64);
  });
  test('of another endpoint is not mixed in', async () => {
    expect((await nb.inventory.configHistory(endpointArn('churn'))).map(({ config }) => config)).toEqual(['churn-cfg-1']);
  });
});

test('the inventory’s role needs reads only', () => {
  for (const action of iamActionsFor(INVENTORY_READS)) expect(action).toMatch(/:(Describe|Lookup|Get|List)/);
});
