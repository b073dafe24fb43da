import { AccountId, Region, resourceOf, type Target } from '../core/asset/resource.ts';
import { safe } from '../core/report/safe.ts';
import { shellWord } from './playbook-folder.ts';
import { usage, type Stop } from './stop.ts';

const HELP = 'npx cordon playbook plan --help';

const bareName = (name: string, profile: string): Stop =>
  usage(
    `--target takes an ARN, never a bare name: arn:aws:sagemaker:<region>:<account>:endpoint/${safe(name)}`,
    `aws sagemaker list-endpoints --profile ${shellWord(profile)}`,
  );

export interface Wanted {
  readonly endpoint?: string | undefined;
  readonly target?: string | undefined;
  readonly region?: string | undefined;
}
/** A name without account and region is how the wrong account gets looked at. */
export const targetIn = ({ endpoint, target: arn, region }: Wanted, profile: string): Target => {
  if (arn === undefined && endpoint === undefined) throw usage('playbook plan --profile needs --target, an ARN', HELP);
  if (endpoint !== undefined) throw bareName(endpoint, profile);
  const target = resourceOf(arn ?? '');
  if (target === undefined) throw bareName(arn ?? '', profile);
  if (!AccountId.safeParse(target.account).success) throw usage(`--target names no account: ${target.arn}`, HELP);
  const where = target.region === '' ? region : target.region;
  if (where === undefined) throw usage(`--target names no region; say where with --region: ${target.arn}`, HELP);
  if (!Region.safeParse(where).success) throw usage(`--region takes an AWS region such as eu-west-1, not ${safe(where)}`, HELP);
  if (region !== undefined && region !== where) throw usage(`--region says ${safe(region)}, but --target is in ${where}`, HELP);
  return { ...target, region: where };
};
