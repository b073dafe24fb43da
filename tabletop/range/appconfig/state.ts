import type { Table } from '../store.ts';
import type { World } from '../world.ts';

interface Owned {
  readonly account: string;
  readonly region: string;
  readonly id: string;
  readonly name: string;
  readonly description?: string;
}
export type Application = Owned;
export interface Environment extends Owned {
  readonly app: string;
}
export interface HostedVersion {
  readonly number: number;
  readonly base64: string;
  readonly contentType: string;
  readonly description?: string;
  readonly label?: string;
}
export interface Profile extends Owned {
  readonly app: string;
  readonly type: 'AWS.Freeform' | 'AWS.AppConfig.FeatureFlags';
  /** Oldest first. */
  readonly versions: readonly HostedVersion[];
  readonly lastNumber: number;
}
export interface Strategy extends Owned {
  /** Minutes; the half ones are AWS's own. */
  readonly duration: number;
  readonly bake: number;
  readonly growth: number;
  readonly growthType: 'LINEAR' | 'EXPONENTIAL';
}
export interface Deployment {
  readonly account: string;
  readonly region: string;
  readonly app: string;
  readonly env: string;
  readonly profile: string;
  readonly number: number;
  readonly version: number;
  readonly strategy: Strategy;
  readonly startedAt: number;
  readonly description?: string;
  /** Called off while it was under way, or taken back when it was complete. */
  readonly stopped?: { readonly at: number; readonly as: 'ROLLED_BACK' | 'REVERTED' };
}
export const applicationsOf = (world: World): Table<Application> => world.store.table<Application>('appconfig.application');
export const environmentsOf = (world: World): Table<Environment> => world.store.table<Environment>('appconfig.environment');
export const profilesOf = (world: World): Table<Profile> => world.store.table<Profile>('appconfig.profile');
export const strategiesOf = (world: World): Table<Strategy> => world.store.table<Strategy>('appconfig.strategy');
/** By `env/number`, the number with leading zeros. */
export const deploymentsOf = (world: World): Table<Deployment> => world.store.table<Deployment>('appconfig.deployment');

export const deploymentKey = (env: string, number: number): string => `${env}/${String(number).padStart(6, '0')}`;
export const deploymentsIn = (world: World, env: string): readonly Deployment[] =>
  deploymentsOf(world)
    .values()
    .filter((deployment) => deployment.env === env);
/** Seven letters and digits, as in AppConfig's own ids. */
export const newId = (world: World): string => world.ids.code('appconfig', 7).toLowerCase();

const named = (name: string, duration: number, growth: number, growthType: Strategy['growthType'], bake: number): Strategy => ({
  account: '',
  region: '',
  id: name,
  name,
  duration,
  growth,
  growthType,
  bake,
});
/** AWS's own. https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-deployment-strategy-predefined.html */
export const PREDEFINED: readonly Strategy[] = [
  named('AppConfig.AllAtOnce', 0, 100, 'LINEAR', 10),
  named('AppConfig.Linear50PercentEvery30Seconds', 1, 50, 'LINEAR', 1),
  named('AppConfig.Canary10Percent20Minutes', 20, 10, 'EXPONENTIAL', 10),
  named('AppConfig.Linear20PercentEvery6Minutes', 30, 20, 'LINEAR', 30),
];
