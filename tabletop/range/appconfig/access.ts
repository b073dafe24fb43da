import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';
import { applicationsOf, environmentsOf, profilesOf, type Application, type Environment, type Profile } from './state.ts';

export const on = ({ region, account }: Context, action: string, path: string): Access => ({
  action: `appconfig:${action}`,
  resource: path === '*' ? '*' : `arn:aws:appconfig:${region}:${account}:${path}`,
});
export const badRequest = (text: string): AwsFault => new AwsFault('BadRequestException', text);
export const missing = (type: string, id: string): AwsFault =>
  new AwsFault('ResourceNotFoundException', `Could not find ${type} ${id}`, { members: { ResourceName: type } });
export const isHere = ({ account, region }: Context, row: { readonly account: string; readonly region: string }): boolean =>
  row.account === account && row.region === region;

/** By id; the data plane also takes names. */
export const applicationOf = (context: Context, id: string): Application => {
  const found = applicationsOf(context.world)
    .values()
    .find((row) => isHere(context, row) && row.id === id);
  if (found === undefined) throw missing('Application', id);
  return found;
};
export const environmentOf = (context: Context, app: string, id: string): Environment => {
  applicationOf(context, app);
  const found = environmentsOf(context.world).get(id);
  if (found === undefined || found.app !== app) throw missing('Environment', id);
  return found;
};
export const profileOf = (context: Context, app: string, id: string): Profile => {
  applicationOf(context, app);
  const found = profilesOf(context.world).get(id);
  if (found === undefined || found.app !== app) throw missing('ConfigurationProfile', id);
  return found;
};
export const listed = <T>(items: readonly T[], input: { readonly MaxResults?: number; readonly NextToken?: string }) => {
  const page = pageOf(items, input.MaxResults ?? 50, input.NextToken);
  if (page === undefined) throw badRequest('Invalid NextToken');
  return page;
};
/** What AppConfig answers of a thing that has a name. */
export const namedAnswer = ({ id, name, description }: Application) => ({ Id: id, Name: name, Description: description });
