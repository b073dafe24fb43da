import { keyUse } from '../key-use.ts';
import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { arnOf, configsOf } from './state.ts';

/** Instances with a customer's key on their volumes: whoever deploys them lends SageMaker the key. https://docs.aws.amazon.com/sagemaker/latest/dg/api-permissions-reference.html */
export const volumeKey = (context: Context, configName: string): readonly Access[] => {
  const keyId = configsOf(context.world).get(arnOf(context, 'endpoint-config', configName))?.rest['KmsKeyId'];
  return typeof keyId === 'string' ? keyUse(context, { action: 'CreateGrant', keyId, service: 'sagemaker', encryptionContext: {} }) : [];
};
