import type { Act, Acted } from './acts.ts';
import { AwsFault } from './protocol/errors.ts';
import { perform } from './serve.ts';
import { SERVICES } from './services.ts';
import { callerOf } from './sts/state.ts';
import type { World } from './world.ts';

/** A call of AWS's own or of an agent in the pretend company, through the same permission check and trace as everybody's. */
export const performAct = (world: World, act: Act): Acted => {
  const { roleArn, session, region, service: name, operation, input, invokedBy } = act;
  const service = Object.entries(SERVICES).find(([id]) => id === name)?.[1];
  const caller = callerOf(
    world,
    roleArn,
    session,
    `ASIA${session
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, 12)
      .toUpperCase()}`,
  );
  if (service === undefined || caller === undefined) throw new Error(`the range has no ${service === undefined ? name : roleArn}`);
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
    });
    if (output instanceof Promise) throw new Error(`${operation} is not done when it answers`);
    return { ok: true, output };
  } catch (error) {
    if (error instanceof AwsFault) return { ok: false, error };
    throw error;
  }
};
