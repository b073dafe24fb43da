import { iamService } from './iam/operations.ts';
import { kmsService } from './kms/operations.ts';
import { ssmService } from './ssm/operations.ts';
import { stsService } from './sts/operations.ts';

/** What an account itself has: identities, permissions, keys, settings. Part of `SERVICES`. */
export const ACCOUNT_SERVICES = { STS: stsService, IAM: iamService, KMS: kmsService, SSM: ssmService } as const;
