import { badRequest, numberIn, type PatchRule } from './patch.ts';
import type { PlanStage, Quota, Throttle, UsagePlan } from './state.ts';

const PERIODS: readonly string[] = ['DAY', 'WEEK', 'MONTH'];
const isPeriod = (value: string): value is NonNullable<Quota['period']> => PERIODS.includes(value);

const omitted = (plan: UsagePlan, name: 'throttle' | 'quota'): UsagePlan => {
  const { [name]: _, ...rest } = plan;
  return rest;
};
/** `api:stage`, as the plan's patches name a stage. */
const placeIn = (value: string): { readonly api: string; readonly stage: string } => {
  const [api = '', stage = ''] = value.split(':');
  if (api === '' || stage === '') throw badRequest(`Invalid API stage specified: ${value}`);
  return { api, stage };
};
const limited = (throttle: Throttle | undefined, limit: string, value: string): Throttle => ({
  ...throttle,
  ...(limit === 'rateLimit' ? { rate: numberIn(value, 'rateLimit') } : { burst: numberIn(value, 'burstLimit') }),
});
/** A throttle of one method of one stage: `/apiStages/api:stage/throttle/~1chat~1POST/rateLimit`. */
const withMethod = (plan: UsagePlan, at: string, change: (stage: PlanStage) => PlanStage): UsagePlan => {
  const { api, stage } = placeIn(at);
  if (!plan.stages.some((one) => one.api === api && one.stage === stage)) throw badRequest(`Invalid API stage specified: ${at}`);
  return { ...plan, stages: plan.stages.map((one) => (one.api === api && one.stage === stage ? change(one) : one)) };
};
const methodOf = (text: string): string => text.replaceAll('~1', '/').replaceAll('~0', '~');

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateUsagePlan-Patch */
export const PLAN_RULES: readonly PatchRule<UsagePlan>[] = [
  { path: /^\/name$/, ops: ['replace'], apply: (plan, name) => ({ ...plan, name }) },
  { path: /^\/description$/, ops: ['replace'], apply: (plan, description) => ({ ...plan, description }) },
  { path: /^\/productCode$/, ops: ['replace'], apply: (plan, productCode) => ({ ...plan, productCode }) },
  {
    path: /^\/throttle\/(rateLimit|burstLimit)$/,
    ops: ['replace', 'add'],
    apply: (plan, value, _, [limit = '']) => ({ ...plan, throttle: limited(plan.throttle, limit, value) }),
  },
  { path: /^\/throttle$/, ops: ['remove'], apply: (plan) => omitted(plan, 'throttle') },
  {
    path: /^\/quota\/(limit|offset)$/,
    ops: ['replace', 'add'],
    apply: (plan, value, _, [name = '']) => ({ ...plan, quota: { ...plan.quota, [name]: numberIn(value, name) } }),
  },
  {
    path: /^\/quota\/period$/,
    ops: ['replace', 'add'],
    apply: (plan, value) => {
      if (!isPeriod(value)) throw badRequest(`Invalid quota period specified: ${value}`);
      return { ...plan, quota: { ...plan.quota, period: value } };
    },
  },
  { path: /^\/quota$/, ops: ['remove'], apply: (plan) => omitted(plan, 'quota') },
  {
    path: /^\/apiStages$/,
    ops: ['add', 'remove'],
    apply: (plan, value, op) => {
      const place = placeIn(value);
      const others = plan.stages.filter(({ api, stage }) => api !== place.api || stage !== place.stage);
      return { ...plan, stages: op === 'add' ? [...others, { ...place, throttles: {} }] : others };
    },
  },
  {
    path: /^\/apiStages\/([^/]+)\/throttle\/([^/]+)\/(rateLimit|burstLimit)$/,
    ops: ['replace', 'add'],
    apply: (plan, value, _, [at = '', method = '', limit = '']) =>
      withMethod(plan, at, (stage) => ({
        ...stage,
        throttles: { ...stage.throttles, [methodOf(method)]: limited(stage.throttles[methodOf(method)], limit, value) },
      })),
  },
  {
    path: /^\/apiStages\/([^/]+)\/throttle\/([^/]+)$/,
    ops: ['remove'],
    apply: (plan, _value, _op, [at = '', method = '']) =>
      withMethod(plan, at, (stage) => {
        const { [methodOf(method)]: _, ...throttles } = stage.throttles;
        return { ...stage, throttles };
      }),
  },
];
/** Whole objects as JSON text. */
export const PLAN_ABSENT = /^\/(apiStages\/[^/]+\/throttle|throttle|quota)$/;
