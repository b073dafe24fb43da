import type { JsonObject } from '../../../../core/json.ts';
import { emitState, tagMap, type Moment } from '../state-events.ts';
import type { ModelPackage, PackageContainer } from './state.ts';

const containerDetail = (container: PackageContainer): JsonObject => ({
  Image: container.image,
  ...(container.imageDigest === undefined ? {} : { ImageDigest: container.imageDigest }),
  ModelDataUrl: container.modelDataUrl,
});

/** `updated`: what the call changed; the rest of the event says only how things stand now. */
export const emitPackageState = (moment: Moment, modelPackage: ModelPackage, updated: readonly string[]): void =>
  emitState(moment, modelPackage, 'SageMaker Model Package State Change', {
    ModelPackageName: modelPackage.name,
    ...(modelPackage.group === undefined ? {} : { ModelPackageGroupName: modelPackage.group, ModelPackageVersion: modelPackage.version }),
    ModelPackageArn: modelPackage.arn,
    CreationTime: modelPackage.createdAt,
    InferenceSpecification: { Containers: modelPackage.containers.map(containerDetail) },
    ModelPackageStatus: 'Completed',
    ModelPackageStatusDetails: { ValidationStatuses: [] },
    CertifyForMarketplace: modelPackage.rest['CertifyForMarketplace'] === true,
    ...(modelPackage.approval === undefined ? {} : { ModelApprovalStatus: modelPackage.approval }),
    UpdatedModelPackageFields: updated,
    ...(modelPackage.approvalDescription === undefined ? {} : { ApprovalDescription: modelPackage.approvalDescription }),
    ...(modelPackage.lifeCycle === undefined ? {} : { ModelLifeCycle: modelPackage.lifeCycle }),
    Tags: tagMap(moment.world, modelPackage.arn),
  });
