import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Mode } from '../core/approval/grant.ts';
import type { AssetsFile } from '../core/asset/asset.ts';
import { parseAssetsFile } from '../core/asset/assets-file.ts';
import { AccountId, Region } from '../core/asset/resource.ts';
import { isObject, type JsonObject } from '../core/json.ts';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where Slack is. No secret: what a deployment knows of them is where they lie. */
export interface SlackConfig {
  /** Id of the one channel for incidents, C…; the app must be in it. */
  readonly channel: string;
  /** Names of two SSM parameters (SecureString) in the security account: Slack's signing secret, and the app's bot token. */
  readonly signingParameter: string;
  readonly tokenParameter: string;
}

/** What a company decides about its deployment; everything else is derived. */
export interface Config {
  /** The security account, where Cordon lives. */
  readonly account: string;
  readonly region: string;
  /** The most that this deployment does, whatever a playbook says. */
  readonly mode: Mode;
  readonly assets: AssetsFile;
  readonly evidence: {
    /** Must be another account than the members and, for mode enforce, than the security account. */
    readonly account: string;
    readonly bucket: string;
    /** Days for which nobody can delete what was sealed; nobody can shorten it either. */
    readonly retentionDays: number;
  };
  /** Absent: nothing of Slack is deployed, and nobody can reach this deployment through it. */
  readonly slack?: SlackConfig;
}

const textAt = (value: JsonObject, key: string, within = 'context.cordon'): string => {
  const found = value[key];
  if (typeof found !== 'string') throw new Error(`cdk.json: ${within}.${key} must be text`);
  return found;
};
const objectAt = (value: unknown, key: string): JsonObject => {
  if (!isObject(value)) throw new Error(`cdk.json: context.${key} must be an object`);
  return value;
};

const readAssets = (file: string): AssetsFile => {
  const parsed = parseAssetsFile(file, readFileSync(join(ROOT, file), 'utf8'));
  if (!parsed.ok) throw new Error(`${parsed.failure.what}: ${parsed.failure.why}`);
  return parsed.value;
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const PARAMETER = /^\/[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/;
/** Somebody who puts a secret where its name belongs has it in the template, in the console and in version control. */
const parameterAt = (slack: JsonObject, key: string): string => {
  const name = textAt(slack, key, 'context.cordon.slack');
  if (!PARAMETER.test(name) || name.length > 1011)
    throw new Error(
      `cdk.json: context.cordon.slack.${key} must be the name of an SSM parameter, such as /cordon/slack/bot-token, never the secret itself`,
    );
  return name;
};
const slackFrom = (value: unknown): SlackConfig => {
  const slack = objectAt(value, 'cordon.slack');
  const channel = textAt(slack, 'channel', 'context.cordon.slack');
  if (!/^[CG][A-Z0-9]{2,31}$/.test(channel)) throw new Error('cdk.json: context.cordon.slack.channel must be the id of a channel, C…');
  const [signingParameter, tokenParameter] = [parameterAt(slack, 'signingParameter'), parameterAt(slack, 'tokenParameter')];
  // The worker and the outbox may read the token; with one parameter for both they could also sign as Slack.
  if (signingParameter === tokenParameter)
    throw new Error('cdk.json: context.cordon.slack.signingParameter and tokenParameter must be two parameters');
  return { channel, signingParameter, tokenParameter };
};

/** Reads `context.cordon` of cdk.json (or `cdk synth --context`). What does not fit stops the synthesis. */
export const configFrom = (context: unknown): Config => {
  const cordon = objectAt(context, 'cordon');
  const evidence = objectAt(cordon['evidence'], 'cordon.evidence');
  const { retentionDays } = evidence;
  if (typeof retentionDays !== 'number' || !Number.isInteger(retentionDays) || retentionDays < 1)
    throw new Error('cdk.json: context.cordon.evidence.retentionDays must be whole days, at least 1');
  const config: Config = {
    account: AccountId.parse(textAt(cordon, 'account')),
    region: Region.parse(textAt(cordon, 'region')),
    mode: Mode.parse(textAt(cordon, 'mode')),
    assets: readAssets(textAt(cordon, 'assets')),
    evidence: { account: AccountId.parse(textAt(evidence, 'account')), bucket: textAt(evidence, 'bucket'), retentionDays },
    ...(cordon['slack'] !== undefined && { slack: slackFrom(cordon['slack']) }),
  };
  const apart =
    config.evidence.account !== config.account && config.assets.members.every(({ account }) => account !== config.evidence.account);
  if (config.mode === 'enforce' && !apart)
    throw new Error(
      'mode enforce needs an evidence account of its own: whoever owns an account that Cordon acts in could hide what it did there',
    );
  return config;
};
