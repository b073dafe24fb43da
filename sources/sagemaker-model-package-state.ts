import { resourceOf } from '../core/asset/resource.ts';
import { failed } from '../core/failure.ts';
import { detected } from '../core/finding/detected.ts';
import type { Source } from '../core/finding/detection.ts';
import { shown, unreadable } from '../core/finding/envelope.ts';
import { listAt, numberAt, textAt } from '../core/finding/field.ts';

const APPROVALS: Readonly<Record<string, string>> = { Approved: 'model-package-approved', Rejected: 'model-package-rejected' };

const s3Of = (uri: string | undefined) =>
  uri?.startsWith('s3://') === true ? resourceOf(`arn:aws:s3:::${uri.slice('s3://'.length)}`) : undefined;

export const sagemakerModelPackageState: Source = {
  id: 'sagemaker-model-package-state',
  pattern: { source: ['aws.sagemaker'], 'detail-type': ['SageMaker Model Package State Change'] },
  parse: (event, rawDigest) => {
    const { detail } = event;
    const model = resourceOf(textAt(detail, 'ModelPackageArn') ?? '');
    if (model?.kind !== 'model-package')
      return failed(unreadable(`detail.ModelPackageArn: must be the ARN of a model package, found ${shown(detail['ModelPackageArn'])}`));
    const approval = textAt(detail, 'ModelApprovalStatus');
    const updated = listAt(detail, 'UpdatedModelPackageFields').filter((field) => typeof field === 'string');
    // ModelApprovalStatus is the state of now. It is news only when the event says that it changed, or says nothing of what changed.
    const decided = updated.length === 0 || updated.includes('ModelApprovalStatus');
    const known = approval !== undefined && Object.hasOwn(APPROVALS, approval) ? APPROVALS[approval] : undefined;
    return detected('sagemaker-model-package-state', event, rawDigest, {
      product: 'Amazon SageMaker AI',
      correlationKey: `model-package:${model.arn}:${approval ?? ''}:${textAt(detail, 'ModelPackageStatus') ?? ''}`,
      signal: (decided ? known : undefined) ?? 'model-package-changed',
      title: `${model.name} is ${approval ?? textAt(detail, 'ModelPackageStatus') ?? 'changed'}`,
      severityId: 1,
      resources: [
        model,
        ...listAt(detail, 'InferenceSpecification', 'Containers').map((container) => s3Of(textAt(container, 'ModelDataUrl'))),
      ],
      attributes: {
        approval,
        status: textAt(detail, 'ModelPackageStatus'),
        group: textAt(detail, 'ModelPackageGroupName'),
        packageVersion: numberAt(detail, 'ModelPackageVersion'),
        updatedFields: updated.join(','),
        image: textAt(detail, 'InferenceSpecification', 'Containers', 0, 'Image'),
        imageDigest: textAt(detail, 'InferenceSpecification', 'Containers', 0, 'ImageDigest'),
        modelDataUrl: textAt(detail, 'InferenceSpecification', 'Containers', 0, 'ModelDataUrl'),
      },
    });
  },
  correlationWindow: 'PT1H',
  doc: {
    sentence: 'A model version was created, approved, rejected or edited in the registry.',
    url: 'https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html',
  },
  sample: {
    version: '0',
    id: '0d2a7a66-7d41-4c68-b9e5-21e8a0b41004',
    'detail-type': 'SageMaker Model Package State Change',
    source: 'aws.sagemaker',
    account: '111122223333',
    time: '2026-11-19T13:55:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:sagemaker:eu-west-1:111122223333:model-package/fraud-model/7'],
    detail: {
      ModelPackageArn: 'arn:aws:sagemaker:eu-west-1:111122223333:model-package/fraud-model/7',
      ModelPackageGroupName: 'fraud-model',
      ModelPackageVersion: 7,
      ModelPackageStatus: 'Completed',
      ModelApprovalStatus: 'Approved',
      CreationTime: 1_795_060_800_000,
      InferenceSpecification: {
        Containers: [
          {
            Image:
              '111122223333.dkr.ecr.eu-west-1.amazonaws.com/fraud-model@sha256:7e0c5d1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5',
            ImageDigest: 'sha256:7e0c5d1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5',
            ModelDataUrl: 's3://nb-models/fraud/7/model.tar.gz',
          },
        ],
      },
      UpdatedModelPackageFields: ['ModelApprovalStatus'],
    },
  },
};
