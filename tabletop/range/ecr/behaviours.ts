import type { Behaviour } from '../behaviour.ts';

export const ECR_BEHAVIOURS: readonly Behaviour[] = [
  {
    id: 'ecr.not-found',
    says: 'DescribeImages refuses as a whole when one image is missing (ImageNotFoundException); BatchGetImage answers it among the failures.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html',
  },
  {
    id: 'ecr.digest',
    says: "The digest is the SHA-256 of the manifest's bytes; pushing, deleting and scanning are not implemented.",
    mark: 'documented',
    source: 'https://github.com/opencontainers/distribution-spec/blob/main/spec.md',
  },
];
