import type { PublicAccessBlockConfiguration } from '@aws-sdk/client-s3';
import { isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { settingOf } from './settings.ts';
import type { Bucket } from './state.ts';

export const PUBLIC_ACCESS = 'PublicAccessBlockConfiguration';
export type PublicAccess = Readonly<Record<keyof PublicAccessBlockConfiguration, boolean>>;

/** A bucket without a configuration blocks nothing; new buckets are made with all four. */
export const publicAccessOf = (bucket: Bucket): PublicAccess => {
  const stored = settingOf(bucket, PUBLIC_ACCESS) ?? {};
  return {
    BlockPublicAcls: stored['BlockPublicAcls'] === true,
    IgnorePublicAcls: stored['IgnorePublicAcls'] === true,
    BlockPublicPolicy: stored['BlockPublicPolicy'] === true,
    RestrictPublicBuckets: stored['RestrictPublicBuckets'] === true,
  };
};
export const ALL_BLOCKED: PublicAccess = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
const isEverybody = (principal: Json | undefined): boolean =>
  principal === '*' || (isObject(principal) && listOf(principal['AWS']).some((one) => one === '*'));
/** Conditions that tie a statement to somebody. https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const FIXING = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceowner',
  'aws:sourceorgid',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceip',
  'aws:userid',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
]);
const isFixed = (condition: Json | undefined): boolean =>
  isObject(condition) &&
  Object.entries(condition).some(
    ([operator, keys]) =>
      !/not/i.test(operator) &&
      isObject(keys) &&
      Object.entries(keys).some(
        ([key, values]) =>
          FIXING.has(key.toLowerCase()) && listOf(values).every((value) => typeof value === 'string' && !/[*?]/.test(value)),
      ),
  );
/** S3 calls a policy public when a statement lets everybody in and no condition names anybody. */
export const isPublic = (policy: JsonObject): boolean =>
  listOf(policy['Statement']).some(
    (statement) =>
      isObject(statement) && statement['Effect'] === 'Allow' && isEverybody(statement['Principal']) && !isFixed(statement['Condition']),
  );
