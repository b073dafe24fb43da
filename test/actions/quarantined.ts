import { AddTagsCommand } from '@aws-sdk/client-sagemaker';
import { quarantineEndpoint } from '../../actions/quarantine-endpoint/action.ts';
import type { Plan, Proof } from '../../core/action/plan.ts';
import type { JsonObject } from '../../core/json.ts';
import { endpointArn, northbank, type Northbank, type Options } from './northbank.ts';

export const endpoint = endpointArn('fraud-scorer');
export const QUARANTINE = 'cordon:quarantine';
export const DENY = 'arn:aws:iam::111122223333:policy/cordon-quarantine-deny';

const open: Northbank[] = [];
export const start = async (options: Options = {}) => {
  const nb = await northbank(options);
  open.push(nb);
  return nb;
};
export const closeAll = () => {
  for (const nb of open.splice(0)) nb.close();
};
export const planOf = async (nb: Northbank): Promise<Plan> => {
  const { ok, failure } = await nb.look(quarantineEndpoint, { endpoint });
  if (ok === undefined) throw new Error(failure?.why);
  return ok;
};
/** Looks as the engine does: again and again, handing on what was seen, until it is settled. */
export const settled = async (nb: Northbank, plan: Plan, looks = 15): Promise<Proof> => {
  let seen: JsonObject | undefined;
  for (let look = 1; ; look += 1) {
    const { ok, failure } = await nb.verify(quarantineEndpoint, plan, seen);
    if (ok === undefined) throw new Error(failure?.why);
    if (ok.kind !== 'pending' || look === looks) return ok;
    seen = ok.seen ?? seen;
    nb.clock.advance(quarantineEndpoint.settle.everySeconds);
  }
};
export const quarantined = async (nb: Northbank) => {
  const plan = await planOf(nb);
  await nb.apply(quarantineEndpoint, plan);
  const proof = await settled(nb, plan);
  if (proof.kind !== 'proven') throw new Error(proof.because);
  return { plan, proof };
};
export const tag = (value: string) => new AddTagsCommand({ ResourceArn: endpoint, Tags: [{ Key: QUARANTINE, Value: value }] });
