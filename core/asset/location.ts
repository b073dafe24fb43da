/** `s3://bucket/key-or-prefix`, taken apart. Bucket rules: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}
export const s3Location = (url: string): S3Location | undefined => {
  const [, bucket, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/([^\p{Cc}]{0,1024})$/u.exec(url) ?? [];
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
};

/** An image in ECR: `<account>.dkr.ecr.<region>.amazonaws.com/<repository>` with `@digest`, `:tag` or neither. */
export interface EcrImage {
  readonly account: string;
  readonly region: string;
  readonly repository: string;
  readonly digest: string | undefined;
}
export const ecrImage = (image: string): EcrImage | undefined => {
  const parts = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([a-z0-9._/-]+?)(?::[\w.-]+)?(?:@(sha256:[0-9a-f]{64}))?$/.exec(image);
  const [, account, region, repository, digest] = parts ?? [];
  return account === undefined || region === undefined || repository === undefined ? undefined : { account, region, repository, digest };
};

/** `fraud-model/7` of `arn:…:model-package/fraud-model/7`: how people name a version. */
export const packageName = (arn: string): string => arn.split(':model-package/')[1] ?? arn;
