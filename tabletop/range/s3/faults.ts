import { AwsFault } from '../protocol/errors.ts';

/** The words of https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, where it has them. */
export const denied = (message = 'Access Denied'): AwsFault => new AwsFault('AccessDenied', message, { status: 403 });
export const lockedFault = (): AwsFault => denied('Access Denied because object protected by object lock.');
export const invalidArgument = (message: string): AwsFault => new AwsFault('InvalidArgument', message, { status: 400 });
export const invalidRequest = (message: string): AwsFault => new AwsFault('InvalidRequest', message, { status: 400 });
export const malformedXml = (): AwsFault =>
  new AwsFault('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema', {
    status: 400,
  });
export const notSimulated = (what: string): AwsFault => new AwsFault('NotImplemented', `The range does not ${what}.`, { status: 501 });
export const noSuchBucket = (name: string): AwsFault =>
  new AwsFault('NoSuchBucket', 'The specified bucket does not exist', { status: 404, members: { BucketName: name } });
export const noSuchKey = (key: string, headers: Readonly<Record<string, string>> = {}): AwsFault =>
  new AwsFault('NoSuchKey', 'The specified key does not exist.', { status: 404, members: { Key: key }, headers });
export const noSuchVersion = (): AwsFault => new AwsFault('NoSuchVersion', 'The specified version does not exist.', { status: 404 });
export const noSuchUpload = (): AwsFault =>
  new AwsFault(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { status: 404 },
  );
export const wrongMethod = (headers: Readonly<Record<string, string>> = {}): AwsFault =>
  new AwsFault('MethodNotAllowed', 'The specified method is not allowed against this resource.', { status: 405, headers });
export const preconditionFailed = (condition: string): AwsFault =>
  new AwsFault('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    status: 412,
    members: { Condition: condition },
  });
