import { ecrImage, packageName, s3Location } from '../../../core/asset/location.ts';

describe('places named in AWS answers', () => {
  test.each([
    ['s3://nb-models/fraud/7/model.tar.gz', { bucket: 'nb-models', key: 'fraud/7/model.tar.gz' }],
    ['s3://nb-train/', { bucket: 'nb-train', key: '' }],
    ['s3://../x', undefined],
    ['s3://A/x', undefined],
    ['https://nb-models/x', undefined],
    ['s3://nb-models/a\u0000b', undefined],
  ])('%s', (url, place) => {
    expect(s3Location(url)).toEqual(place);
  });
  const digest = `sha256:${'a'.repeat(64)}`;
  test.each([
    [`111122223333.dkr.ecr.eu-west-1.amazonaws.com/fraud-model@${digest}`, 'fraud-model', digest],
    ['111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/fraud-model:7', 'team/fraud-model', undefined],
    [`111122223333.dkr.ecr.eu-west-1.amazonaws.com/fraud-model:7@${digest}`, 'fraud-model', digest],
    ['docker.io/fraud-model:7', undefined, undefined],
  ])('%s', (image, repository, found) => {
    expect(ecrImage(image)?.repository).toBe(repository);
    expect(ecrImage(image)?.digest).toBe(found);
  });
  test('a package is named by group and version', () => {
    expect(packageName('arn:aws:sagemaker:eu-west-1:111122223333:model-package/fraud-model/7')).toBe('fraud-model/7');
  });
});
