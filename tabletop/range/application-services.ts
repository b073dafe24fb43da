import { apiGatewayService } from './api-gateway/operations.ts';
import { applicationAutoScalingService } from './application-auto-scaling/operations.ts';
import { bedrockRuntimeService } from './bedrock-runtime/operations.ts';
import { bedrockService } from './bedrock/operations.ts';
import { lambdaService } from './lambda/operations.ts';
import { logsService } from './logs/operations.ts';
import { wafv2Service } from './wafv2/operations.ts';

/** What applications around a model are made of. Part of `SERVICES`. */
export const APPLICATION_SERVICES = {
  'API Gateway': apiGatewayService,
  'Application Auto Scaling': applicationAutoScalingService,
  Bedrock: bedrockService,
  'Bedrock Runtime': bedrockRuntimeService,
  Lambda: lambdaService,
  'CloudWatch Logs': logsService,
  WAFV2: wafv2Service,
} as const;
