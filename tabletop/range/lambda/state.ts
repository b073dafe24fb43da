import { createHash } from 'node:crypto';
import type { Runtime } from '@aws-sdk/client-lambda';
import type { JsonObject } from '../../../core/json.ts';
import type { Table } from '../store.ts';
import type { TagMap } from '../tag-keys.ts';
import type { World } from '../world.ts';

/** What the sample company's code does; the range runs no code of anybody else. */
export type Does =
  /** Answers what it was given. */
  | { readonly kind: 'echo' }
  /** Calls a model with its own role. The endpoint's name is in its environment. */
  | { readonly kind: 'front-door' }
  /** Gives a secret a new password. */
  | { readonly kind: 'rotation' };

/** What a published version freezes. */
export interface FunctionSettings {
  readonly runtime: Runtime;
  readonly handler: string;
  readonly role: string;
  readonly description: string;
  /** Seconds. */
  readonly timeout: number;
  /** MB. */
  readonly memory: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly modifiedAt: number;
}
export interface Alias {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly revision: string;
  /** Shares of other versions. */
  readonly weights?: Readonly<Record<string, number>>;
}
export interface Policy {
  readonly revision: string;
  readonly statements: readonly JsonObject[];
}
export interface LambdaFunction extends FunctionSettings {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly does: Does;
  readonly revision: string;
  /** When the last change of its settings is through. */
  readonly updatingUntil?: number;
  /** 0: nobody may run it. Absent: it takes from the account's pool. */
  readonly reserved?: number;
  readonly tags: TagMap;
  /** By number, oldest first. */
  readonly versions: readonly (FunctionSettings & { readonly version: string; readonly revision: string })[];
  readonly aliases: readonly Alias[];
  /** By qualifier; `$LATEST` for the function itself. */
  readonly policies: Readonly<Record<string, Policy>>;
}
export const functionsOf = (world: World): Table<LambdaFunction> => world.store.table<LambdaFunction>('lambda.function');

export interface EventSource {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly function: string;
  readonly source: string;
  readonly batchSize: number;
  readonly state: 'Enabled' | 'Disabled' | 'Enabling' | 'Disabling';
  readonly modifiedAt: number;
}
export const eventSourcesOf = (world: World): Table<EventSource> => world.store.table<EventSource>('lambda.event-source');

interface Place {
  readonly account: string;
  readonly region: string;
}
export const functionArn = ({ account, region }: Place, name: string): string => `arn:aws:lambda:${region}:${account}:function:${name}`;
/** Of the sample code, which is its name. */
export const codeSha256 = ({ name, does }: LambdaFunction): string => createHash('sha256').update(`${name} ${does.kind}`).digest('base64');

/** The account's own pool. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const ACCOUNT_CONCURRENCY = 1000;

/** The policy of a function as IAM reads it. */
export const policyOf = (found: LambdaFunction | undefined, qualifier = '$LATEST'): JsonObject | undefined => {
  const policy = found?.policies[qualifier];
  return policy === undefined || policy.statements.length === 0
    ? undefined
    : { Version: '2012-10-17', Id: 'default', Statement: policy.statements };
};

/** Whether a service may invoke it, by the function's own policy. */
export const letsIn = (found: LambdaFunction, service: string): boolean =>
  Object.values(found.policies).some(({ statements }) =>
    statements.some(({ Principal }) => JSON.stringify(Principal ?? null) === JSON.stringify({ Service: service })),
  );

/** A function of a world that is being built, with version 1 and the alias `live` on it. */
export const createFunction = (
  world: World,
  place: Place,
  spec: Pick<LambdaFunction, 'name' | 'does' | 'role' | 'description' | 'environment'> & { readonly invokers: readonly JsonObject[] },
): string => {
  const { invokers, ...rest } = spec;
  const arn = functionArn(place, spec.name);
  const settings: FunctionSettings = {
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    role: rest.role,
    description: rest.description,
    timeout: 10,
    memory: 256,
    environment: rest.environment,
    modifiedAt: world.time.now(),
  };
  functionsOf(world).put(arn, {
    ...settings,
    arn,
    name: rest.name,
    ...place,
    does: rest.does,
    revision: world.ids.uuid('lambda-revision'),
    tags: {},
    versions: [{ ...settings, version: '1', revision: world.ids.uuid('lambda-revision') }],
    aliases: [{ name: 'live', version: '1', description: 'What callers use', revision: world.ids.uuid('lambda-revision') }],
    policies: invokers.length === 0 ? {} : { $LATEST: { revision: world.ids.uuid('lambda-revision'), statements: invokers } },
  });
  return arn;
};
