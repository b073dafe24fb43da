import type { JsonObject } from '../../core/json.ts';
import type { Behaviour } from './behaviour.ts';
import type { Access } from './policy/evaluate.ts';
import type { InputCodes } from './protocol/errors.ts';
import type { ClientModule } from './protocol/service.ts';
import type { Constraints } from './protocol/constraints.ts';
import type { TagMap } from './tag-keys.ts';
import type { World } from './world.ts';

/** What temporary credentials carry. */
export interface Token {
  readonly issuedAt: number;
  /** Session tags; they stand before the tags of the role. */
  readonly tags?: TagMap;
  /** Session tags that a chained session inherits. */
  readonly transitive?: readonly string[];
  readonly sourceIdentity?: string;
  /** Session policies: documents as they were passed, and managed policies by ARN. Absent: none limit the session. */
  readonly policies?: { readonly documents: readonly JsonObject[]; readonly arns: readonly string[] };
  /** The session was assumed with the credentials of another role. @default false */
  readonly isChained?: boolean;
}
/** Who calls: the session of a role, or a user. */
export interface Caller {
  readonly type: 'AssumedRole' | 'IAMUser';
  /** `arn:aws:sts::…:assumed-role/name/session`, or the user's ARN. */
  readonly arn: string;
  readonly account: string;
  /** Whose policies count: the role's ARN, or the user's. */
  readonly roleArn: string;
  /** The role's name, or the user's. */
  readonly roleName: string;
  /** The session's name; a user's is the user name. */
  readonly session: string;
  readonly accessKeyId: string;
  /** `AROA…:session`, or `AIDA…`. */
  readonly userId: string;
  /** Absent: a long-term access key. */
  readonly token?: Token;
}
export interface Context {
  readonly world: World;
  readonly caller: Caller;
  readonly account: string;
  readonly region: string;
  /** Milliseconds; the same for everything that one call does. */
  readonly now: number;
  readonly requestId: string;
  readonly userAgent: string;
  /** The AWS service that calls on behalf of the caller, as CloudTrail writes it: `events.amazonaws.com`. */
  readonly invokedBy?: string | undefined;
  /** A planned fault: of a batch, every second entry fails (`failsPartly`). */
  readonly isPartial: boolean;
}
/** Whether the entry of a batch fails by plan; each operation answers it in its own form. */
export const failsPartly = ({ isPartial }: Context, index: number): boolean => isPartial && index % 2 === 1;

/**
 * `write`: a management event in the event history and on the bus. `read`: a management event that the range keeps where it was asked to.
 * `data`: S3 objects, invocations, KMS cryptography: recorded as `cloudtrail/data-events.ts` says.
 */
export type TrailClass = 'write' | 'read' | 'data';

/** Erased: what the pipeline calls after the input was checked against the client's own shape. */
export interface Operation {
  readonly trail: TrailClass;
  readonly access: (input: never, context: Context) => readonly Access[];
  readonly run: (input: never, context: Context) => object | Promise<object>;
}

type Atom = string | number | boolean | bigint | null | undefined | Date | Uint8Array | AsyncIterable<unknown> | Blob | ReadableStream;
/** An input after validation: required members are there, at every depth. The SDK types them as possibly undefined. */
export type Present<T> = T extends Atom
  ? Exclude<T, undefined>
  : T extends readonly (infer E)[]
    ? readonly Present<E>[]
    : { readonly [K in keyof T]: Present<Exclude<T[K], undefined>> };

/** An answer as an implementation writes it: plain bytes where the SDK hands its caller a richer kind of bytes or stream. */
export type Answer<T> = T extends Uint8Array
  ? Uint8Array
  : T extends { readonly transformToByteArray: unknown }
    ? Uint8Array
    : T extends Atom
      ? T
      : T extends readonly (infer E)[]
        ? readonly Answer<E>[]
        : { readonly [K in keyof T]: Answer<T[K]> };

export const operation = <I, O>(spec: {
  readonly trail: TrailClass;
  readonly access: (input: Present<I>, context: Context) => readonly Access[];
  readonly run: (input: Present<I>, context: Context) => Answer<Omit<O, '$metadata'>> | Promise<Answer<Omit<O, '$metadata'>>>;
}): Operation => spec;

/** A service of the range. */
export interface Service {
  /** IAM's prefix, e.g. `sagemaker`; also for the runtime. */
  readonly prefix: string;
  readonly signingName: string;
  /** `sagemaker.amazonaws.com`, as CloudTrail writes it. */
  readonly eventSource: string;
  readonly load: () => Promise<ClientModule>;
  readonly operations: Readonly<Record<string, Operation>>;
  /** What AWS's documentation says of inputs and its models do not; the rest is in `constraints.json`. */
  readonly documented?: Constraints;
  readonly inputCodes?: Partial<InputCodes>;
  /** What it claims about AWS. */
  readonly behaviours: readonly Behaviour[];
  /** Code and status of a refusal by IAM. */
  readonly denied: { readonly code: string; readonly status: number };
}
