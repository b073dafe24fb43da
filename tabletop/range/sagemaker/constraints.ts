import type { Constraints } from '../protocol/validate.ts';

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/ : identifiers, bounds and the enums that our calls set. */
const NAME = { max: 63, pattern: '^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$' };
const MODEL_NAME = { max: 63, pattern: '^[a-zA-Z0-9]([\\-a-zA-Z0-9]*[a-zA-Z0-9])?$' };
const RESOURCE_ARN = { max: 256, pattern: '^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:.+$' };
const PAGE = { min: 1, max: 100 };
const ORDER = { values: ['Ascending', 'Descending'] };
const APPROVAL = { values: ['Approved', 'Rejected', 'PendingManualApproval'] };
const TAG_TEXT = '^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$';

export const SAGEMAKER_CONSTRAINTS: Constraints = {
  EndpointName: NAME,
  EndpointConfigName: NAME,
  ModelName: MODEL_NAME,
  VariantName: NAME,
  TrainingJobName: { ...NAME, min: 1 },
  ResourceArn: RESOURCE_ARN,
  SortOrder: ORDER,
  NameContains: { max: 63, pattern: '^[a-zA-Z0-9-]+$' },
  ModelApprovalStatus: APPROVAL,
  ExecutionRoleArn: { min: 20, max: 2048, pattern: '^arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+$' },
  'ListEndpointsInput.MaxResults': PAGE,
  'ListEndpointsInput.SortBy': { values: ['Name', 'CreationTime', 'Status'] },
  'ListEndpointConfigsInput.MaxResults': PAGE,
  'ListEndpointConfigsInput.SortBy': { values: ['Name', 'CreationTime'] },
  'ListModelPackagesInput.MaxResults': PAGE,
  'ListModelPackagesInput.SortBy': { values: ['Name', 'CreationTime'] },
  'ListTagsInput.MaxResults': { min: 50 },
  'UpdateEndpointWeightsAndCapacitiesInput.DesiredWeightsAndCapacities': { min: 1 },
  'DesiredWeightAndCapacity.DesiredWeight': { min: 0 },
  'DesiredWeightAndCapacity.DesiredInstanceCount': { min: 0 },
  'CreateEndpointConfigInput.ProductionVariants': { min: 1, max: 10 },
  'ProductionVariant.InitialInstanceCount': { min: 1 },
  'ProductionVariant.InitialVariantWeight': { min: 0 },
  'CreateModelInput.Containers': { max: 15 },
  'ContainerDefinition.Image': { max: 255, pattern: '^[\\S]+$' },
  'ContainerDefinition.ModelDataUrl': { max: 1024, pattern: '^(https|s3)://([^/]+)/?(.*)$' },
  'UpdateModelPackageInput.ApprovalDescription': { max: 1024 },
  'UpdateModelPackageInput.ModelPackageArn': { min: 1, max: 2048 },
  'UpdateModelPackageInput.ClientToken': { min: 1, max: 36, pattern: '^[a-zA-Z0-9-]+$' },
  'AddTagsInput.Tags': { max: 50 },
  'DeleteTagsInput.TagKeys': { min: 1, max: 50 },
  'Tag.Key': { min: 1, max: 128, pattern: TAG_TEXT },
  'Tag.Value': { max: 256, pattern: TAG_TEXT },
};
