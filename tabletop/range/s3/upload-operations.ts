import { completeUpload } from './complete.ts';
import { listParts, listUploads } from './list-uploads.ts';
import { abortUpload, createUpload } from './multipart.ts';
import { uploadPartCopy } from './part-copies.ts';
import { uploadPart } from './parts.ts';

export const UPLOAD_OPERATIONS = {
  CreateMultipartUpload: createUpload,
  UploadPart: uploadPart,
  UploadPartCopy: uploadPartCopy,
  CompleteMultipartUpload: completeUpload,
  AbortMultipartUpload: abortUpload,
  ListParts: listParts,
  ListMultipartUploads: listUploads,
};
