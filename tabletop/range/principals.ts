import { ACCOUNTS, REGION } from './northbank/company.ts';
import type { Host, RequestHandler } from './protocol/host.ts';
import { TEST_SECRET, testKeysOf } from './sts/state.ts';
import type { World } from './world.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
/** Whoever signs with this key acts as this role. */
export interface Principal extends Credentials {
  readonly roleArn: string;
}

export interface ClientConfig {
  readonly region: string;
  readonly credentials: Credentials;
  readonly requestHandler: RequestHandler;
  readonly maxAttempts: number;
}

export const principalsOf = (world: World): readonly Principal[] =>
  testKeysOf(world)
    .values()
    .map(({ accessKeyId, roleArn }) => ({ accessKeyId, secretAccessKey: TEST_SECRET, roleArn }));

/** By test key, by role ARN, or by role name in the workload account. */
export const credentialsOf = (world: World, principal: string): Credentials => {
  const all = principalsOf(world);
  const names = (one: Principal): readonly string[] => [one.accessKeyId, one.roleArn];
  const known = all.find((one) => names(one).includes(principal) || one.roleArn === `arn:aws:iam::${ACCOUNTS.workload}:role/${principal}`);
  if (known === undefined)
    throw new Error(`the range has no principal ${principal}; it has ${all.map(({ accessKeyId }) => accessKeyId).join(', ')}`);
  return { accessKeyId: known.accessKeyId, secretAccessKey: known.secretAccessKey };
};

/** For any client of the SDK: no socket, and a planned fault is seen as it is, not tried again. */
export const clientConfigOf = (world: World, host: Host, principal: string): ClientConfig => ({
  region: REGION,
  credentials: credentialsOf(world, principal),
  requestHandler: host.requestHandler(),
  maxAttempts: 1,
});
