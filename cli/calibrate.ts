import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { calibratePlanLines, calibratedLines } from '../core/report/text-calibrate.ts';
import type { HandlerOf } from './invocation.ts';
import type { Output } from './output.ts';
import { onlyThisProfile } from './plan-profile.ts';
import { shellWord } from './playbook-folder.ts';
import { Stop, usage } from './stop.ts';

type Args = Parameters<HandlerOf<'calibrate'>>[0]['args'];

const again = ({ profile, region, account, model, 'instance-type': type, out }: Args): string =>
  [
    `npx cordon calibrate --profile ${shellWord(profile)} --region ${region} --account ${account} --model ${shellWord(model)}`,
    ...(type === undefined ? [] : [`--instance-type ${type}`]),
    ...(out === undefined ? [] : [`--out ${shellWord(out)}`]),
    '--yes',
  ].join(' ');

const notASandbox = (thrown: unknown): Stop | undefined =>
  thrown instanceof Error && thrown.name === 'NotASandbox'
    ? new Stop({
        exit: 5,
        code: 'not-a-sandbox',
        message: `This is not a sandbox: ${thrown.message}`,
        hint: 'Give a profile of an account in which nobody runs anything',
        effect: 'no-change',
        next: 'npx cordon calibrate --help',
      })
    : undefined;

const DEFAULT_TYPE = 'ml.t2.medium';
/** One that the SDK knows: a slip of the pen would be found out only after the roles were made. */
const instanceTypeOf = async (wanted: string) => {
  const { ProductionVariantInstanceType } = await import('@aws-sdk/client-sagemaker');
  const known = Object.values(ProductionVariantInstanceType).find((type) => type === wanted);
  if (known === undefined) throw usage(`There is no instance type ${wanted} for endpoints`, 'npx cordon calibrate --help');
  return known;
};

/** Who AWS says that this is, and that it is the account that was typed. */
const identified = async ({ profile, region, account }: Args, out: Output) => {
  const { identityOf, isAws, notAws } = await import('./plan-identity.ts');
  const identity = await identityOf(await onlyThisProfile(profile, process.env), region);
  out.place(`LIVE ${identity.account}/${region} as ${identity.arn}`, 'LIVE');
  out.note(notAws(identity));
  if (identity.account !== account)
    throw usage(`Profile ${profile} is in account ${identity.account}, not in ${account}`, 'npx cordon calibrate --help');
  return { settings: identity.settings, notAws: isAws(identity) ? undefined : identity.host };
};

/** Measures what AWS really does, in a sandbox account, and writes what the range then reads. */
export const calibrate: HandlerOf<'calibrate'> = async ({ args, as }, out, _around) => {
  if (as !== undefined)
    throw usage('--as works only in the sandbox. With --profile you are who AWS says you are', 'npx cordon calibrate --help');
  const { region, account, model } = args;
  const instanceType = await instanceTypeOf(args['instance-type'] ?? DEFAULT_TYPE);
  const { PROBES } = await import('../tabletop/calibrate/probes.ts');
  if (!args.yes) {
    const { calibratePolicy } = await import('../tabletop/calibrate/policies.ts');
    const policy = calibratePolicy({ account, region });
    const steps = PROBES.map(({ says }) => says);
    out.place('OFFLINE  nothing was asked and nothing was made', 'OFFLINE');
    out.lines(calibratePlanLines({ account, region, model, instanceType, steps, policy }, out));
    out.data({ steps, policy, next: again(args) });
    out.next(again(args));
    return 0;
  }
  const { settings, notAws } = await identified(args, out);
  const [{ calibrate: measure }, { calibrateClients }] = await Promise.all([
    import('../tabletop/calibrate/calibrate.ts'),
    import('./calibrate-clients.ts'),
  ]);
  const run = Date.now().toString(36);
  const result = await measure({
    clients: calibrateClients(settings),
    account,
    region,
    model,
    instanceType,
    run,
    now: () => Date.now(),
    wait: (seconds) => pause(seconds * 1000),
    note: (line) => out.note([line]),
    notAws,
  }).catch((thrown: unknown) => {
    throw notASandbox(thrown) ?? thrown;
  });
  const file = args.out ?? 'measured.json';
  writeFileSync(resolve(file), `${JSON.stringify(result, null, 2)}\n`);
  // What a range answers is its own opinion: it takes no file that was measured against one.
  const next = notAws === undefined ? `npx cordon range serve --measured ${shellWord(file)}` : 'npx cordon calibrate --help';
  out.lines(calibratedLines({ ...result, file }, out));
  out.data({ ...result, file, next });
  out.next(result.left[0]?.by ?? next);
  return result.left.length > 0 ? 8 : result.notMeasured.length > 2 ? 3 : 0;
};
