import { organizationOf, pathOf } from '../organizations/state.ts';
import type { Caller } from '../operation.ts';
import type { TagMap } from '../tag-keys.ts';
import type { World } from '../world.ts';
import { keysIn, type Access } from './evaluate.ts';
import type { Keys } from './patterns.ts';

/** Where every call of the pretend company comes from: an address of documentation, RFC 5737. */
const SOURCE_IP = '192.0.2.10';

/** What the authoriser knows of a request besides who asks for what. */
export interface Request {
  readonly now: number;
  /** @default the Region in the resource's ARN */
  readonly region?: string;
  readonly userAgent?: string;
  /** The service that passes on its own caller's permissions. */
  readonly invokedBy?: string | undefined;
}
/** A service that calls for itself, and for which resource of whom. */
export interface ServiceCall {
  readonly service: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
}
const one = (value: string | undefined): readonly string[] | undefined => (value === undefined ? undefined : [value]);
const truth = (value: boolean): readonly string[] => [String(value)];
/** `2026-11-20T03:00:00Z` */
const instant = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

const shared = (world: World, access: Access, owner: string | undefined, { now, region, invokedBy }: Request): Keys => {
  const [, , , place, account] = access.resource.split(':');
  const resourceAccount = access.resourceAccount ?? (account === '' || account === undefined ? owner : account);
  const memberOf = (id: string | undefined): string | undefined => (id === undefined ? undefined : pathOf(world, id));
  return (name) => {
    switch (name) {
      case 'aws:requestedregion':
        return one(region ?? (place === '' ? undefined : place));
      case 'aws:currenttime':
        return [instant(now)];
      case 'aws:epochtime':
        return [String(Math.floor(now / 1000))];
      case 'aws:securetransport':
        return truth(true);
      case 'aws:viaawsservice':
        return truth(invokedBy !== undefined);
      case 'aws:calledvia':
      case 'aws:calledviafirst':
      case 'aws:calledvialast':
        return one(invokedBy);
      case 'aws:resourceaccount':
        return one(resourceAccount);
      case 'aws:resourceorgid':
        return memberOf(resourceAccount) === undefined ? undefined : one(organizationOf(world)?.id);
      case 'aws:resourceorgpaths':
        return one(memberOf(resourceAccount));
      default:
        return undefined;
    }
  };
};

/** What the session says before what the role says; tag keys are compared without case. */
const tagIn = (name: string, prefix: string, ...sources: readonly (TagMap | undefined)[]): readonly string[] | undefined => {
  if (!name.startsWith(prefix)) return undefined;
  const key = name.slice(prefix.length);
  const all = sources.flatMap((tags) => Object.entries(tags ?? {}));
  return one(all.find(([tag]) => tag.toLowerCase() === key)?.[1]);
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export const keysOfCaller = (world: World, caller: Caller, tags: TagMap | undefined, access: Access, request: Request): Keys => {
  const own = keysIn(access.context);
  const others = shared(world, access, caller.account, request);
  const { token } = caller;
  const ofCaller: Keys = (name) => {
    switch (name) {
      case 'aws:principalarn':
        return [caller.roleArn];
      case 'aws:principalaccount':
        return [caller.account];
      case 'aws:principalorgid':
        return pathOf(world, caller.account) === undefined ? undefined : one(organizationOf(world)?.id);
      case 'aws:principalorgpaths':
        return one(pathOf(world, caller.account));
      case 'aws:principaltype':
        return [caller.type === 'IAMUser' ? 'User' : 'AssumedRole'];
      case 'aws:principalisawsservice':
        return truth(false);
      case 'aws:userid':
        return [caller.userId];
      case 'aws:username':
        return caller.type === 'IAMUser' ? [caller.roleName] : undefined;
      case 'aws:tokenissuetime':
        return one(token === undefined ? undefined : instant(token.issuedAt));
      case 'aws:multifactorauthpresent':
        // Long-term keys do not carry the key at all, and the range knows no MFA device.
        return token === undefined ? undefined : truth(false);
      case 'aws:sourceidentity':
        return one(token?.sourceIdentity);
      case 'aws:sourceip':
        return request.invokedBy === undefined && request.userAgent !== 'AWS Internal' ? [SOURCE_IP] : undefined;
      case 'aws:useragent':
        return one(request.userAgent);
      default:
        return tagIn(name, 'aws:principaltag/', token?.tags, tags);
    }
  };
  return (name) => own(name) ?? ofCaller(name) ?? others(name);
};

export const keysOfService = (world: World, { service, sourceArn, sourceAccount }: ServiceCall, access: Access, now: number): Keys => {
  const own = keysIn(access.context);
  const others = shared(world, access, undefined, { now });
  const ofService: Keys = (name) => {
    switch (name) {
      case 'aws:principalisawsservice':
        return truth(true);
      case 'aws:principalservicename':
        return [service];
      case 'aws:principaltype':
        return ['Service'];
      case 'aws:sourcearn':
        return one(sourceArn);
      case 'aws:sourceaccount':
        return one(sourceAccount);
      case 'aws:sourceorgid':
        return sourceAccount === undefined || pathOf(world, sourceAccount) === undefined ? undefined : one(organizationOf(world)?.id);
      case 'aws:sourceorgpaths':
        return sourceAccount === undefined ? undefined : one(pathOf(world, sourceAccount));
      default:
        return undefined;
    }
  };
  return (name) => own(name) ?? ofService(name) ?? others(name);
};
