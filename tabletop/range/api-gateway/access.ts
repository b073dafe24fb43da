import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { resourceTags, type TagMap } from '../tag-keys.ts';
import { apisOf, gatewayArn, keysOf, plansOf, stageKey, stagesOf, type Api, type ApiKey, type Stage, type UsagePlan } from './state.ts';

/** IAM knows verbs on paths. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html */
export const on = ({ region }: Context, verb: string, path: string, tags?: TagMap): Access => ({
  action: `apigateway:${verb}`,
  resource: gatewayArn(region, path),
  context: resourceTags(tags),
});
export const notFound = (text: string): AwsFault => new AwsFault('NotFoundException', text);
export const badPosition = (): AwsFault => new AwsFault('BadRequestException', 'Invalid position parameter');

interface Owned {
  readonly account: string;
  readonly region: string;
}
export const isHere = ({ account, region }: Context, row: Owned): boolean => row.account === account && row.region === region;
const own = <T extends Owned>(context: Context, row: T | undefined, text: string): T => {
  if (row === undefined || !isHere(context, row)) throw notFound(text);
  return row;
};
export const apiOf = (context: Context, id: string): Api =>
  own(context, apisOf(context.world).get(id), `Invalid API identifier specified ${context.account}:${id}`);
export const planOf = (context: Context, id: string): UsagePlan =>
  own(context, plansOf(context.world).get(id), 'Invalid Usage Plan ID specified');
export const keyOf = (context: Context, id: string): ApiKey =>
  own(context, keysOf(context.world).get(id), 'Invalid API Key identifier specified');
export const stageOf = (context: Context, api: string, name: string): Stage => {
  apiOf(context, api);
  const stage = stagesOf(context.world).get(stageKey(api, name));
  if (stage === undefined) throw notFound('Invalid stage identifier specified');
  return stage;
};
