import type {
  CreateUsagePlanKeyCommandInput,
  CreateUsagePlanKeyCommandOutput,
  DeleteUsagePlanKeyCommandInput,
  DeleteUsagePlanKeyCommandOutput,
  GetUsagePlanCommandInput,
  GetUsagePlanCommandOutput,
  GetUsagePlanKeysCommandInput,
  GetUsagePlanKeysCommandOutput,
  GetUsagePlansCommandInput,
  GetUsagePlansCommandOutput,
  UpdateUsagePlanCommandInput,
  UpdateUsagePlanCommandOutput,
} from '@aws-sdk/client-api-gateway';
import { AwsFault } from '../protocol/errors.ts';
import { operation, type Operation } from '../operation.ts';
import { pageOf } from '../page.ts';
import { badPosition, isHere, keyOf, notFound, on, planOf, stageOf } from './access.ts';
import { badRequest, patched } from './patch.ts';
import { PLAN_ABSENT, PLAN_RULES } from './plan-rules.ts';
import { keysOf, plansOf, type Throttle, type UsagePlan } from './state.ts';

const throttleAnswer = ({ rate, burst }: Throttle) => ({ rateLimit: rate, burstLimit: burst });
const answerOf = (plan: UsagePlan) => ({
  id: plan.id,
  name: plan.name,
  description: plan.description,
  productCode: plan.productCode,
  apiStages: plan.stages.map(({ api, stage, throttles }) => ({
    apiId: api,
    stage,
    ...(Object.keys(throttles).length === 0
      ? {}
      : { throttle: Object.fromEntries(Object.entries(throttles).map(([method, throttle]) => [method, throttleAnswer(throttle)])) }),
  })),
  throttle: plan.throttle === undefined ? undefined : throttleAnswer(plan.throttle),
  quota: plan.quota === undefined ? undefined : { ...plan.quota },
  tags: { ...plan.tags },
});

const getPlans = operation<GetUsagePlansCommandInput, GetUsagePlansCommandOutput>({
  trail: 'read',
  access: (_, context) => [on(context, 'GET', '/usageplans')],
  run: (input, context) => {
    const kept = plansOf(context.world)
      .values()
      .filter((plan) => isHere(context, plan) && (input.keyId === undefined || plan.keys.includes(input.keyId)));
    const page = pageOf(kept, input.limit ?? 25, input.position);
    if (page === undefined) throw badPosition();
    return { items: page.page.map(answerOf), position: page.next };
  },
});
const getPlan = operation<GetUsagePlanCommandInput, GetUsagePlanCommandOutput>({
  trail: 'read',
  access: ({ usagePlanId }, context) => [on(context, 'GET', `/usageplans/${usagePlanId}`, plansOf(context.world).get(usagePlanId)?.tags)],
  run: ({ usagePlanId }, context) => answerOf(planOf(context, usagePlanId)),
});
const update = operation<UpdateUsagePlanCommandInput, UpdateUsagePlanCommandOutput>({
  trail: 'write',
  access: ({ usagePlanId }, context) => [on(context, 'PATCH', `/usageplans/${usagePlanId}`, plansOf(context.world).get(usagePlanId)?.tags)],
  run: ({ usagePlanId, patchOperations }, context) => {
    const before = planOf(context, usagePlanId);
    const plan = patched(before, patchOperations, PLAN_RULES, PLAN_ABSENT);
    for (const { api, stage } of plan.stages)
      if (!before.stages.some((one) => one.api === api && one.stage === stage)) stageOf(context, api, stage);
    if (plan.quota !== undefined && (plan.quota.limit === undefined || plan.quota.period === undefined))
      throw badRequest('Usage Plan quota requires a limit and a period');
    plansOf(context.world).put(plan.id, plan);
    return answerOf(plan);
  },
});

const keyAnswer = (id: string, name: string | undefined, value: string | undefined) => ({ id, type: 'API_KEY', name, value });
const getKeys = operation<GetUsagePlanKeysCommandInput, GetUsagePlanKeysCommandOutput>({
  trail: 'read',
  access: ({ usagePlanId }, context) => [on(context, 'GET', `/usageplans/${usagePlanId}/keys`)],
  run: (input, context) => {
    const rows = planOf(context, input.usagePlanId).keys.flatMap((id) => keysOf(context.world).get(id) ?? []);
    const kept = rows.filter(({ name }) => input.nameQuery === undefined || name.startsWith(input.nameQuery));
    const page = pageOf(kept, input.limit ?? 25, input.position);
    if (page === undefined) throw badPosition();
    return { items: page.page.map(({ id, name, value }) => keyAnswer(id, name, value)), position: page.next };
  },
});
const addKey = operation<CreateUsagePlanKeyCommandInput, CreateUsagePlanKeyCommandOutput>({
  trail: 'write',
  access: ({ usagePlanId }, context) => [on(context, 'POST', `/usageplans/${usagePlanId}/keys`)],
  run: ({ usagePlanId, keyId, keyType }, context) => {
    const plan = planOf(context, usagePlanId);
    if (keyType !== 'API_KEY') throw badRequest('Invalid key type specified');
    const key = keyOf(context, keyId);
    const isTaken = plansOf(context.world)
      .values()
      .some(
        (other) =>
          other.keys.includes(keyId) &&
          other.stages.some((one) => plan.stages.some((mine) => mine.api === one.api && mine.stage === one.stage)),
      );
    if (isTaken)
      throw new AwsFault(
        'ConflictException',
        'Usage Plan cannot be added because API Key is already associated with a Usage Plan for the same API stage',
      );
    plansOf(context.world).put(plan.id, { ...plan, keys: [...plan.keys, keyId] });
    return keyAnswer(key.id, key.name, key.value);
  },
});
const removeKey = operation<DeleteUsagePlanKeyCommandInput, DeleteUsagePlanKeyCommandOutput>({
  trail: 'write',
  access: ({ usagePlanId, keyId }, context) => [on(context, 'DELETE', `/usageplans/${usagePlanId}/keys/${keyId}`)],
  run: ({ usagePlanId, keyId }, context) => {
    const plan = planOf(context, usagePlanId);
    if (!plan.keys.includes(keyId)) throw notFound('Invalid Usage Plan Key specified');
    plansOf(context.world).put(plan.id, { ...plan, keys: plan.keys.filter((id) => id !== keyId) });
    return {};
  },
});

export const USAGE_PLAN_OPERATIONS: Readonly<Record<string, Operation>> = {
  GetUsagePlans: getPlans,
  GetUsagePlan: getPlan,
  UpdateUsagePlan: update,
  GetUsagePlanKeys: getKeys,
  CreateUsagePlanKey: addKey,
  DeleteUsagePlanKey: removeKey,
};
