import type { Act, Acted } from './acts.ts';
import type { Caller } from './operation.ts';
import { AwsFault } from './protocol/errors.ts';
import { perform } from './serve.ts';
import { SERVICES } from './services.ts';
import { callerOf } from './sts/state.ts';
import type { World } from './world.ts';

const keyOf = (session: string): string =>
  `ASIA${session
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 12)
    .toUpperCase()}`;
/** A service that calls in its own name acts in the account of what it calls for. */
const serviceCaller = (service: string, sourceArn: string | undefined): Caller => ({
  type: 'AssumedRole',
  arn: service,
  account: sourceArn?.split(':')[4] ?? '',
  roleArn: service,
  roleName: service,
  session: service,
  accessKeyId: '',
  userId: service,
});

/** A call of AWS's own or of an agent in the pretend company, through the same permission check and trace as everybody's. */
export const performAct = (world: World, act: Act): Acted => {
  const { roleArn, session, region, service: name, operation, input, invokedBy, sourceArn } = act;
  const service = Object.entries(SERVICES).find(([id]) => id === name)?.[1];
  const isOwnName = roleArn === invokedBy;
  const caller = isOwnName ? serviceCaller(roleArn, sourceArn) : callerOf(world, roleArn, session, keyOf(session));
  if (service === undefined || caller === undefined) throw new Error(`the range has no ${service === undefined ? name : roleArn}`);
  if (!Object.hasOwn(service.operations, operation))
    return { ok: false, error: new AwsFault('UnknownOperationException', `Unknown operation ${operation}`) };
  try {
    const output = perform(world, {
      service,
      operation,
      input,
      caller,
      region,
      requestId: world.ids.uuid('act'),
      userAgent: invokedBy ?? 'AWS Internal',
      invokedBy,
      isAct: true,
      ...(isOwnName
        ? { forService: { service: roleArn, ...(sourceArn === undefined ? {} : { sourceArn, sourceAccount: caller.account }) } }
        : {}),
    });
    if (output instanceof Promise) throw new Error(`${operation} is not done when it answers`);
    return { ok: true, output };
  } catch (error) {
    if (error instanceof AwsFault) return { ok: false, error };
    throw error;
  }
};
