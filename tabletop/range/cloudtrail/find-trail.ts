import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { resourceTags } from '../tag-keys.ts';
import { isVisible, trailArn, trailsOf, type Trail } from './trail-state.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html */
export const checkName = (name: string): string => {
  const problem =
    name.length < 3
      ? 'Trail name too short. Minimum allowed length: 3 characters. Specified name length: '.concat(String(name.length))
      : name.length > 128
        ? 'Trail name too long. Maximum allowed length: 128 characters. Specified name length: '.concat(String(name.length))
        : !/^[A-Za-z0-9]/.test(name)
          ? 'Trail name must starts with a letter or number.'
          : !/[A-Za-z0-9]$/.test(name)
            ? 'Trail name must ends with a letter or number.'
            : !/^[A-Za-z0-9._-]+$/.test(name)
              ? 'Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).'
              : /[._-]{2}/.test(name) || /^\d+\.\d+\.\d+\.\d+$/.test(name)
                ? 'Trail name must not have adjacent periods, underscores or dashes, and must not be an IP address.'
                : undefined;
  if (problem !== undefined) throw new AwsFault('InvalidTrailNameException', problem);
  return name;
};

/** Names are of the caller's own account and Region; other trails go by their ARN. */
export const arnFor = ({ account, region }: Context, given: string): string =>
  given.startsWith('arn:') ? given : trailArn(account, region, given);
export const onTrail =
  (action: string) =>
  (given: string, context: Context): readonly Access[] => {
    const resource = arnFor(context, given);
    return [{ action: `cloudtrail:${action}`, resource, context: resourceTags(trailsOf(context.world).get(resource)?.tags) }];
  };
const unknown = ({ account }: Context, arn: string): AwsFault =>
  new AwsFault('TrailNotFoundException', `Unknown trail: ${arn} for the user: ${account}`);
const checkArn = (given: string): void => {
  if (given.startsWith('arn:') && !/^arn:aws:cloudtrail:[a-z0-9-]+:\d{12}:trail\/.+$/.test(given))
    throw new AwsFault('CloudTrailARNInvalidException', `Invalid ARN: ${given}`);
  if (!given.startsWith('arn:')) checkName(given);
};

/** A trail that may be looked at from here: by its name in its home Region or a shadow's, by its ARN from a member account, too. */
export const seenTrail = (context: Context, given: string): Trail => {
  const { world, account, region } = context;
  checkArn(given);
  const trail = given.startsWith('arn:')
    ? trailsOf(world).get(given)
    : trailsOf(world)
        .values()
        .find((one) => one.name === given && one.account === account && isVisible(world, one, account, region));
  if (trail === undefined || !isVisible(world, trail, account, region)) throw unknown(context, arnFor(context, given));
  return trail;
};
/** A trail that may be changed from here: only from its own account and its home Region. */
export const ownTrail = (context: Context, given: string): Trail => {
  const trail = seenTrail(context, given);
  if (trail.account !== context.account)
    throw new AwsFault(
      'NotOrganizationMasterAccountException',
      'The specified account is not the management account of the organization, or a delegated administrator for CloudTrail.',
    );
  if (trail.homeRegion !== context.region)
    throw new AwsFault('InvalidHomeRegionException', `The trail ${trail.name} can only be changed in its home Region ${trail.homeRegion}.`);
  return trail;
};
