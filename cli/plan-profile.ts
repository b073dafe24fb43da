import { parseKnownFiles } from '@smithy/core/config';
import { didYouMean } from '../core/playbook/nearest.ts';
import { safe } from '../core/report/safe.ts';
import { shellWord } from './playbook-folder.ts';
import { Stop } from './stop.ts';

type Files = Awaited<ReturnType<typeof parseKnownFiles>>;
type Section = Files[string];

/** Each says how credentials are got. https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html */
const SOURCES = [
  'aws_access_key_id',
  'role_arn',
  'sso_session',
  'sso_start_url',
  'credential_process',
  'web_identity_token_file',
  'login_session',
] as const;
/** Where the SDK would look next when a profile gives no credentials: another identity than the one that was named. */
const ELSEWHERE = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
] as const;
/** Roles that take roles; STS gives an hour to the second one already. */
const MAX_CHAIN = 8;

const chainOf = (files: Files, profile: string): readonly Section[] => {
  const chain: Section[] = [];
  let name: string | undefined = profile;
  while (name !== undefined && chain.length < MAX_CHAIN) {
    const section: Section | undefined = files[name];
    if (section === undefined || chain.includes(section)) break;
    chain.push(section);
    name = section['source_profile'];
  }
  return chain;
};
const refused = (message: string, hint: string): Stop =>
  new Stop({ exit: 2, code: 'no-profile', message, hint, effect: 'no-change', next: 'aws configure list-profiles' });

export interface Profile {
  readonly name: string;
  /** What to run when AWS does not accept it. */
  readonly renew: string;
  /** What to run to see whether AWS answers it. */
  readonly check: string;
}

/** A profile that says itself where its credentials come from; everything else that the SDK would try is closed for this process. */
export const onlyThisProfile = async (name: string, env: NodeJS.ProcessEnv): Promise<Profile> => {
  const files = await parseKnownFiles({ profile: name });
  const [section, ...sources] = chainOf(files, name);
  if (section === undefined)
    throw refused(
      `There is no AWS profile ${safe(name)}`,
      `~/.aws/config or AWS_CONFIG_FILE names it. ${didYouMean(name, Object.keys(files), 'profile')}`,
    );
  if (!SOURCES.some((key) => section[key] !== undefined))
    throw refused(`The AWS profile ${safe(name)} names no credentials`, `It needs one of ${SOURCES.join(', ')}`);
  if ([section, ...sources].every((one) => one['credential_source'] === undefined)) {
    for (const key of ELSEWHERE) delete env[key];
    env['AWS_EC2_METADATA_DISABLED'] = 'true';
  }
  const sso = [section, ...sources].some((one) => one['sso_session'] !== undefined || one['sso_start_url'] !== undefined);
  const [word, check] = [shellWord(name), `aws sts get-caller-identity --profile ${shellWord(name)}`];
  return { name, renew: sso ? `aws sso login --profile ${word}` : check, check };
};
