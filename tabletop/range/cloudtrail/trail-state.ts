import type { ReadWriteType } from '@aws-sdk/client-cloudtrail';
import { accountsOf, organizationOf } from '../organizations/state.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';

export interface BasicSelector {
  readonly ReadWriteType: ReadWriteType;
  readonly IncludeManagementEvents: boolean;
  readonly DataResources: readonly { readonly Type?: string | undefined; readonly Values?: readonly string[] | undefined }[];
  readonly ExcludeManagementEventSources: readonly string[];
}
export interface FieldSelector {
  readonly Field: string;
  readonly Equals?: readonly string[] | undefined;
  readonly StartsWith?: readonly string[] | undefined;
  readonly EndsWith?: readonly string[] | undefined;
  readonly NotEquals?: readonly string[] | undefined;
  readonly NotStartsWith?: readonly string[] | undefined;
  readonly NotEndsWith?: readonly string[] | undefined;
}
export interface AdvancedSelector {
  readonly Name?: string | undefined;
  readonly FieldSelectors: readonly FieldSelector[];
}
export type Selectors = { readonly basic: readonly BasicSelector[] } | { readonly advanced: readonly AdvancedSelector[] };
export interface Trail {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly homeRegion: string;
  readonly bucket: string;
  readonly prefix?: string;
  readonly isMultiRegion: boolean;
  readonly isOrganization: boolean;
  readonly includesGlobal: boolean;
  readonly validates: boolean;
  readonly createdAt: number;
  readonly isLogging: boolean;
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  readonly selectors: Selectors;
  readonly tags: Readonly<Record<string, string>>;
}
/** What became of a trail's files. */
export interface TrailStatus {
  readonly attemptedAt?: number;
  readonly deliveredAt?: number;
  readonly error?: string;
  readonly digestAt?: number;
  readonly digestError?: string;
}
export const trailsOf = (world: World): Table<Trail> => world.store.table<Trail>('cloudtrail.trail');
export const statusesOf = (world: World): Table<TrailStatus> => world.store.table<TrailStatus>('cloudtrail.status');

export const trailArn = (account: string, region: string, name: string): string => `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
/** What a new trail records: all management events. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html */
export const FIRST_SELECTORS: Selectors = {
  basic: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] }],
};

/** The account that an organisation trail belongs to; undefined: there is no organisation. */
export const managementOf = (world: World): string | undefined => organizationOf(world)?.management;
/** Its organisation's id is part of the paths of an organisation trail's files. */
export const organisationId = (world: World): string => organizationOf(world)?.id ?? '';

/** Whether the trail is to be seen in this account and Region at all: its own, an organisation's, or a shadow in another Region. */
export const isVisible = (world: World, trail: Trail, account: string, region: string): boolean =>
  (trail.account === account || (trail.isOrganization && accountsOf(world).get(account) !== undefined)) &&
  (trail.isMultiRegion || trail.homeRegion === region);
/** Whether the trail hears what is recorded for this account in this Region. */
export const covers = (world: World, trail: Trail, account: string, region: string): boolean =>
  trail.isLogging && isVisible(world, trail, account, region);
