import type { Source } from '../core/finding/detection.ts';
import { aiDetection } from './ai-detection.ts';
import { cloudtrailCall } from './cloudtrail-call.ts';
import { cloudwatchAlarm } from './cloudwatch-alarm.ts';
import { guarddutyFinding } from './guardduty-finding.ts';
import { sagemakerEndpointState } from './sagemaker-endpoint-state.ts';
import { sagemakerModelPackageState } from './sagemaker-model-package-state.ts';
import { sagemakerState } from './sagemaker-state.ts';
import { securityhubFinding } from './securityhub-finding.ts';

/** Every source, by id. A file here without a line there fails the sweep in test/contracts/sources.long.test.ts. */
export const sources: readonly Source[] = [
  aiDetection,
  cloudtrailCall,
  cloudwatchAlarm,
  guarddutyFinding,
  sagemakerEndpointState,
  sagemakerModelPackageState,
  sagemakerState,
  securityhubFinding,
];
