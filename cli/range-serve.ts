import { resolve } from 'node:path';
import { rangeLines } from '../core/report/text-range.ts';
import type { HandlerOf } from './invocation.ts';
import { isObject } from './object.ts';
import { stopSignal } from './signal.ts';
import { Stop } from './stop.ts';

const refused = (thrown: unknown, port: number): Stop | undefined => {
  if (!(thrown instanceof Error)) return undefined;
  if (thrown.name === 'UnreadableFile' || thrown.name === 'OldRange')
    return new Stop({
      exit: 2,
      code: 'unreadable-file',
      message: thrown.message,
      hint: 'Give the file that the range wrote itself, or the one of `cordon calibrate`',
      effect: 'no-change',
      next: 'npx cordon range serve --help',
    });
  if (!isObject(thrown) || thrown.code !== 'EADDRINUSE') return undefined;
  return new Stop({
    exit: 75,
    code: 'port-in-use',
    message: `Port ${port} is in use by another program, or by another range`,
    hint: 'Use that one, or choose another port',
    effect: 'no-change',
    next: `npx cordon range serve --port ${port + 10}`,
  });
};

/** The pretend organisation alone, until Ctrl-C. */
export const rangeServe: HandlerOf<'range serve'> = async ({ args }, out, { rangePort }) => {
  out.place('SANDBOX  a pretend AWS organisation: no AWS account, nothing leaves this machine', 'SANDBOX');
  const port = args.port ?? rangePort;
  const { serveRange } = await import('../tabletop/range-serve.ts');
  const fileOf = (file: string | undefined) => (file === undefined ? undefined : resolve(file));
  const served = await serveRange({
    port,
    pace: args.pace,
    seed: args.seed ?? 'northbank',
    stateFile: fileOf(args.state),
    measuredFile: fileOf(args.measured),
  }).catch((thrown: unknown) => {
    throw refused(thrown, port) ?? thrown;
  });
  const stopped = stopSignal();
  const principals = served.range.principals().map(({ accessKeyId, roleArn }) => ({ accessKeyId, arn: roleArn }));
  const facts = {
    endpoint: served.endpoint,
    pace: args.pace,
    seed: served.seed,
    state: args.state ?? null,
    continued: served.continued,
    measured: served.measured,
  };
  out.lines(rangeLines({ ...facts, principals }, out));
  out.data({ ...facts, principals, pid: process.pid });
  await stopped;
  await served.close();
  return 0;
};
