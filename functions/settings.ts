import * as z from 'zod';
import { AccountId, Region } from '../core/asset/resource.ts';
import { Mode } from '../core/approval/grant.ts';

/** What a deployment tells its functions. Each function gets only what it needs; what it needs and lacks stops it at the start, not later. */
const SETTINGS = {
  CORDON_MODE: Mode.describe('the most this deployment does, whatever a playbook says'),
  CORDON_COMPANY: z.string().min(1).max(64),
  CORDON_ACCOUNT: AccountId.describe('home account'),
  CORDON_REGION: Region,
  CORDON_TABLE: z.string().min(3).max(255).describe('DynamoDB table of ledger and leases'),
  CORDON_EVIDENCE_BUCKET: z.string().min(3).max(63),
  CORDON_GRANT_KEY: z.string().describe('ARN of the KMS key that only approve may use'),
  CORDON_EVIDENCE_KEY: z.string().describe('ARN of the KMS key that seals evidence'),
  CORDON_RUN_FUNCTION: z.string().max(140),
  CORDON_RUN_ALIAS: z.string().max(128),
  CORDON_APPROVE_FUNCTION: z.string().max(140).describe('with the alias that is the door of this function: name:door'),
  CORDON_SLACK_TOKEN_PARAMETER: z.string().max(1011).describe('SSM parameter (SecureString) with the bot token'),
  CORDON_SLACK_CHANNEL: z
    .string()
    .regex(/^[CG][A-Z0-9]{2,31}$/, 'the id of a channel, C…')
    .describe('the one channel for incidents'),
  LAMBDA_TASK_ROOT: z.string().describe('where the bundle is; set by Lambda'),
};
export type SettingName = keyof typeof SETTINGS;
type Value<N extends SettingName> = z.output<(typeof SETTINGS)[N]>;

/** Reads some settings, all or nothing. Throws with every fault at once. */
export const settings = <const N extends SettingName>(
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly N[],
): { readonly [K in N]: Value<K> } => {
  const faults: string[] = [];
  const entries = names.map((name): readonly unknown[] => {
    const parsed = SETTINGS[name].safeParse(environment[name]);
    if (!parsed.success) faults.push(`${name}: ${parsed.error.issues[0]?.message ?? 'missing'}`);
    return [name, parsed.data];
  });
  if (faults.length > 0) throw new Error(`this function is not configured: ${faults.join('; ')}`);
  // Every name was parsed by its own schema above; a loop over a generic tuple cannot show that to the type checker.
  return Object.fromEntries(entries);
};
