import type { Behaviour } from '../behaviour.ts';

const API = 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference';
const GUIDE = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide';

export const scanTime = {
  id: 'ecr.scan-seconds',
  says: 'A basic scan is IN_PROGRESS for 30 seconds; an image can be scanned again after a day.',
  mark: 'assumed',
  source: `${GUIDE}/image-scanning-basic.html (once in 24 hours; how long it takes is not said)`,
  seconds: 30,
} as const satisfies Behaviour;
export const imageEventDelay = {
  id: 'ecr.event-delay',
  says: 'An ECR event reaches the bus 5 seconds later.',
  mark: 'assumed',
  source: `${GUIDE}/ecr-eventbridge.html (no number given)`,
  seconds: 5,
} as const satisfies Behaviour;

const documented = (id: string, says: string, source: string): Behaviour => ({ id: `ecr.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `ecr.${id}`, says, mark: 'assumed', source });

export const ECR_BEHAVIOURS: readonly Behaviour[] = [
  scanTime,
  imageEventDelay,
  documented(
    'not-found',
    'DescribeImages refuses as a whole when one image is missing (ImageNotFoundException); BatchGetImage answers it among the failures.',
    `${API}/API_BatchGetImage.html`,
  ),
  documented(
    'digest',
    "The digest is the SHA-256 of the manifest's bytes.",
    'https://github.com/opencontainers/distribution-spec/blob/main/spec.md',
  ),
  documented(
    'tag-moves',
    'A pushed tag moves from the image that had it, unless tags are immutable (ImageTagAlreadyExistsException).',
    `${GUIDE}/image-tag-mutability.html`,
  ),
  documented('same-image', 'Pushing what is there with the same tag is an ImageAlreadyExistsException.', `${API}/API_PutImage.html`),
  documented(
    'delete',
    'Deleting a tag leaves the image its other tags and removes it with the last; deleting a digest removes all its tags; what failed is listed, the rest is done.',
    `${API}/API_BatchDeleteImage.html`,
  ),
  assumed(
    'layers',
    'The layers of a deleted image stay, so that its manifest can be pushed again; layers themselves are not uploaded.',
    `${API}/API_PutImage.html (LayersNotFoundException; when layers go is not said)`,
  ),
  documented(
    'scan-missing',
    'Findings of an image that was never scanned are a ScanNotFoundException.',
    `${API}/API_DescribeImageScanFindings.html`,
  ),
  assumed('findings', 'A scan finds what the sample company put into the image.', 'the sample company'),
  assumed('lifecycle', 'Lifecycle policies are kept and not applied.', 'a limit of the range, not a behaviour of AWS'),
  assumed(
    'registry',
    'The Docker registry behind the token does not answer, images of several platforms and keys of KMS do not exist.',
    'a limit of the range, not a behaviour of AWS',
  ),
];
