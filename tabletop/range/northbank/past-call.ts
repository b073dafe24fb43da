import { perform } from '../serve.ts';
import { serviceNamed } from '../services.ts';
import { callerOf } from '../sts/state.ts';
import type { World } from '../world.ts';
import { REGION, roleOf } from './company.ts';

/** One call of SageMaker by one role of the company. */
export type SageMakerCall = (role: string, operation: string, input: object) => void;

/** A call in the past goes the way of every call: it needs permission and leaves its trace. */
export const pastCall =
  (world: World): SageMakerCall =>
  (role, operation, input) => {
    const caller = callerOf(world, roleOf('workload', role), role, `ASIANORTHBANK${role.slice(0, 3).toUpperCase()}`);
    if (caller === undefined) throw new Error(`no role ${role}`);
    const answer = perform(world, {
      service: serviceNamed('SageMaker'),
      operation,
      input,
      caller,
      region: REGION,
      requestId: world.ids.uuid('seed-request'),
      userAgent: 'aws-sdk-js/3.1142.0',
    });
    if (answer instanceof Promise) throw new Error(`${operation} cannot build a world: it is not done when it answers`);
  };
