import { appConfigService } from './appconfig/operations.ts';
import { appConfigDataService } from './appconfigdata/operations.ts';
import { cognitoService } from './cognito/operations.ts';
import { iamService } from './iam/operations.ts';
import { kmsService } from './kms/operations.ts';
import { organizationsService } from './organizations/operations.ts';
import { secretsManagerService } from './secrets-manager/operations.ts';
import { ssmService } from './ssm/operations.ts';
import { stsService } from './sts/operations.ts';

/** What an account itself has: identities, permissions, keys, secrets, settings. Part of `SERVICES`. */
export const ACCOUNT_SERVICES = {
  STS: stsService,
  IAM: iamService,
  KMS: kmsService,
  SSM: ssmService,
  AppConfig: appConfigService,
  AppConfigData: appConfigDataService,
  'Cognito Identity Provider': cognitoService,
  Organizations: organizationsService,
  'Secrets Manager': secretsManagerService,
} as const;
