import type { Behaviour } from '../../behaviour.ts';

const API = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference';
const documented = (id: string, says: string, source: string): Behaviour => ({ id: `sagemaker.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `sagemaker.${id}`, says, mark: 'assumed', source });

export const REGISTRY_BEHAVIOURS: readonly Behaviour[] = [
  assumed(
    'package-at-once',
    'A model package without a validation is Completed when CreateModelPackage answers.',
    'no AWS text gives a duration',
  ),
  documented(
    'package-fingerprints',
    'CreateModelPackage stores the digest of the image and the ETag of the artefact as they are at that moment.',
    `${API}/API_ModelPackageContainerDefinition.html`,
  ),
  assumed(
    'package-missing-parts',
    'CreateModelPackage refuses an image or artefact that is not there, with a ValidationException.',
    'public error reports',
  ),
  documented(
    'package-list-default',
    'Without a group and a type, ListModelPackages lists packages without versions only.',
    `${API}/API_ListModelPackages.html`,
  ),
  documented(
    'package-list-names',
    'In lists, a versioned package has no ModelPackageName.',
    'https://github.com/aws/sagemaker-python-sdk/issues/5606',
  ),
  documented(
    'versioned-tags',
    'A versioned package cannot be created with tags: it uses those of its group.',
    `${API}/API_CreateModelPackage.html`,
  ),
  assumed(
    'group-not-empty',
    'A model package group that holds packages cannot be deleted: ConflictException.',
    `${API}/API_DeleteModelPackageGroup.html`,
  ),
  assumed(
    'group-not-found',
    'A missing model package group is a ValidationException "ModelPackageGroup … does not exist.".',
    'public error reports',
  ),
  assumed(
    'client-token',
    'A client token with other parameters than before is a ConflictException; with the same, the first answer again.',
    `${API}/API_UpdateModelPackage.html`,
  ),
  documented(
    'approval-condition',
    'sagemaker:ModelApprovalStatus holds the status that the request asks for.',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html',
  ),
  documented(
    'tag-on-create',
    'Creating a resource with tags needs sagemaker:AddTags, too.',
    'https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html',
  ),
  documented(
    'card-versions',
    'A model card gets a version with every change of its content; an archived one keeps it.',
    `${API}/API_UpdateModelCard.html`,
  ),
  documented(
    'registry-cross-account',
    'Another account reads, lists and updates packages of a group as far as the policy of the group says.',
    'https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-deploy-xaccount.html',
  ),
];
