import { createHash } from 'node:crypto';
import { keyUse } from '../key-use.ts';
import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { newest, type Parameter, type ParameterVersion } from './state.ts';

/** A secret that nobody asked to decrypt: opaque, as KMS would have left it. */
const encrypted = ({ value, version }: ParameterVersion): string =>
  `AQICAH${createHash('sha512').update(`${version} ${value}`).digest('base64')}`;
export const valueOf = (version: ParameterVersion, isDecrypted: boolean | undefined): string =>
  version.type === 'SecureString' && isDecrypted !== true ? encrypted(version) : version.value;

export const parameterAnswer = (parameter: Parameter, version: ParameterVersion, isDecrypted: boolean | undefined, selector?: string) => ({
  Name: parameter.name,
  Type: version.type,
  Value: valueOf(version, isDecrypted),
  Version: version.version,
  ...(selector === undefined ? {} : { Selector: `:${selector}` }),
  LastModifiedDate: new Date(version.modifiedAt),
  ARN: parameter.arn,
  DataType: 'text',
});
/** What lists and the history tell of a version besides its value. */
export const metadataOf = (parameter: Parameter, version: ParameterVersion) => ({
  Name: parameter.name,
  Type: version.type,
  KeyId: version.type === 'SecureString' ? (version.keyId ?? 'alias/aws/ssm') : undefined,
  LastModifiedDate: new Date(version.modifiedAt),
  LastModifiedUser: version.modifiedBy,
  Description: version.description,
  AllowedPattern: version.allowedPattern,
  Version: version.version,
  Tier: version.tier,
  Policies: [],
  DataType: 'text',
});

/** The key of a secret, when its value is asked for. https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html */
export const decryptionOf = (
  context: Context,
  parameter: Parameter | undefined,
  isDecrypted: boolean | undefined,
  version: ParameterVersion | undefined = parameter === undefined ? undefined : newest(parameter),
): readonly Access[] =>
  parameter === undefined || version?.type !== 'SecureString' || isDecrypted !== true
    ? []
    : keyUse(context, {
        action: 'Decrypt',
        keyId: version.keyId,
        service: 'ssm',
        encryptionContext: { PARAMETER_ARN: parameter.arn },
      });
