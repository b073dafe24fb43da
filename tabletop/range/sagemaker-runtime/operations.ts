import type { Service } from '../operation.ts';
import { invokeAsync } from './async.ts';
import { RUNTIME_BEHAVIOURS } from './behaviours.ts';
import { invoke, invokeWithStream } from './invoke.ts';

export const runtimeService: Service = {
  prefix: 'sagemaker',
  signingName: 'sagemaker',
  eventSource: 'sagemaker.amazonaws.com',
  load: () => import('@aws-sdk/client-sagemaker-runtime'),
  operations: { InvokeEndpoint: invoke, InvokeEndpointAsync: invokeAsync, InvokeEndpointWithResponseStream: invokeWithStream },
  inputCodes: { unreadable: 'ValidationError', invalid: 'ValidationError' },
  behaviours: RUNTIME_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 403 },
};
