import { instantOf } from '../../../core/time.ts';
import type { World } from '../world.ts';
import { organisationId, type Trail } from './trail-state.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html */
export const folderOf = (
  world: World,
  { prefix, isOrganization }: Trail,
  kind: string,
  { account, region }: { readonly account: string; readonly region: string },
  at: number,
): string =>
  [
    ...(prefix === undefined ? [] : [prefix]),
    'AWSLogs',
    ...(isOrganization ? [organisationId(world)] : []),
    account,
    kind,
    region,
    instantOf(at).slice(0, 10).replaceAll('-', '/'),
  ].join('/');
