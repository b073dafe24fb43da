import { DescribeModelPackageCommand, UpdateModelPackageCommand } from '@aws-sdk/client-sagemaker';
import { rejectModelPackage } from '../../actions/reject-model-package/action.ts';
import type { Plan } from '../../core/action/plan.ts';
import { northbank, packageArn, type Northbank } from './northbank.ts';

const modelPackage = packageArn('fraud-model/7');
let nb: Northbank;
beforeEach(async () => {
  nb = await northbank();
});
afterEach(() => nb.close());

const planOf = async (reason?: string): Promise<Plan> => {
  const { ok, failure } = await nb.look(rejectModelPackage, { modelPackage, ...(reason !== undefined && { reason }) });
  if (ok === undefined) throw new Error(failure?.why);
  return ok;
};
const live = async () => {
  const seen = await nb.admin().send(new DescribeModelPackageCommand({ ModelPackageName: modelPackage }));
  return [seen.ModelApprovalStatus, seen.ApprovalDescription];
};
const set = (ModelApprovalStatus: 'Approved' | 'Rejected' | 'PendingManualApproval') =>
  nb.admin().send(new UpdateModelPackageCommand({ ModelPackageArn: modelPackage, ModelApprovalStatus, ApprovalDescription: 'by hand' }));

describe('rejecting a version', () => {
  test('is done once, proven, and undone to what it was', async () => {
    const plan = await planOf('poisoned');
    expect((await nb.apply(rejectModelPackage, plan)).ok).toEqual({ effect: 'changed' });
    expect(await live()).toEqual(['Rejected', 'Rejected by Cordon, inc-0123: poisoned']);
    expect((await nb.apply(rejectModelPackage, plan)).ok).toEqual({ effect: 'no-change' });
    const after = { status: 'Rejected' };
    expect((await nb.verify(rejectModelPackage, plan)).ok).toMatchObject({ kind: 'proven', after });
    expect((await nb.undo(rejectModelPackage, plan, after)).ok).toEqual({ effect: 'changed' });
    expect((await nb.verifyUndo(rejectModelPackage, plan, after)).ok).toMatchObject({ kind: 'proven' });
    expect(await live()).toEqual(['Approved', 'automatic: accuracy above threshold']);
    expect((await nb.undo(rejectModelPackage, plan, after)).ok).toEqual({ effect: 'no-change' });
  });
  test('a version that is rejected already needs no write', async () => {
    await set('Rejected');
    const plan = await planOf();
    expect(plan.writes).toEqual([]);
    expect((await nb.apply(rejectModelPackage, plan)).ok).toEqual({ effect: 'no-change' });
    expect((await nb.verify(rejectModelPackage, plan)).ok).toMatchObject({ kind: 'proven' });
  });
  test('a version that was approved again after a plan without a write is not touched', async () => {
    await set('Rejected');
    const plan = await planOf();
    await set('Approved');
    expect((await nb.apply(rejectModelPackage, plan)).failure).toMatchObject({ kind: 'conflict', effect: 'no-change' });
  });
  test('a reason from outside cannot hide or flood', async () => {
    const plan = await planOf(`a\u202Eb\nc\u0000${'x'.repeat(180)}`);
    const written = plan.writes[0]?.input.ApprovalDescription;
    expect(written).toMatch(/^Rejected by Cordon, inc-0123: a b c x+$/);
    expect(typeof written === 'string' ? written.length : 0).toBeLessThanOrEqual(300);
    expect((await nb.apply(rejectModelPackage, plan)).ok).toEqual({ effect: 'changed' });
  });
  test('somebody who decided otherwise meanwhile is not overruled', async () => {
    const plan = await planOf();
    await nb.apply(rejectModelPackage, plan);
    await set('PendingManualApproval');
    expect((await nb.undo(rejectModelPackage, plan, { status: 'Rejected' })).failure).toMatchObject({ kind: 'drift' });
    expect((await nb.verify(rejectModelPackage, plan)).ok).toMatchObject({ kind: 'refuted' });
  });
  test('a version that does not exist is not found', async () => {
    expect((await nb.look(rejectModelPackage, { modelPackage: packageArn('fraud-model/99') })).failure).toMatchObject({
      kind: 'not-found',
    });
  });
});
