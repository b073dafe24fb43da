import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import * as z from 'zod';

/** What survives RFC 8785 and a round trip. No Date, bigint or bytes: instants are strings, bytes are evidence. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json | undefined };

export const Json: z.ZodType<Json> = z.lazy(() => z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(Json), JsonObject]));
export const JsonObject: z.ZodType<JsonObject> = z.lazy(() => z.record(z.string(), Json.optional()));

export type Sha256 = `sha256:${string}`;
export const Sha256 = z.templateLiteral(['sha256:', z.string().regex(/^[0-9a-f]{64}$/)]);

/** RFC 8785 canonical JSON; `object` because interfaces have no index signature. Throws on what JSON cannot say (NaN, a lone surrogate): such a value is a bug of ours. */
export const canonical = (value: Json | object): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('a value without a JSON form cannot be digested');
  return text;
};

export const sha256 = (bytes: string | Uint8Array): Sha256 => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The identity of a value: SHA-256 of its canonical JSON. */
export const digestOf = (value: Json | object): Sha256 => sha256(canonical(value));

/** Twelve hexadecimal digits in groups, short enough to read out on the phone: `7c40-e1d2-90ab`. */
export const shortDigest = (digest: Sha256): string => digest.slice(7, 19).replace(/(.{4})(?=.)/g, '$1-');

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
