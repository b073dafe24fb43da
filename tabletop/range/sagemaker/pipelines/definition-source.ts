import type { Context } from '../../operation.ts';
import { bytesOf, currentOf } from '../../s3/state.ts';
import { unsupported } from '../asked.ts';
import { invalid } from '../faults.ts';

interface Given {
  readonly PipelineDefinition?: string | undefined;
  readonly PipelineDefinitionS3Location?:
    | { readonly Bucket: string; readonly ObjectKey: string; readonly VersionId?: string | undefined }
    | undefined;
}
/** The text itself, or the object that holds it; neither: undefined. */
export const definitionOf = (
  context: Context,
  { PipelineDefinition: text, PipelineDefinitionS3Location: place }: Given,
): string | undefined => {
  if (text !== undefined && place !== undefined)
    throw invalid('Only one of PipelineDefinition and PipelineDefinitionS3Location can be given.');
  if (place === undefined) return text;
  if (place.VersionId !== undefined) unsupported('CreatePipeline', place, ['VersionId']);
  const blob = currentOf(context.world, place.Bucket, place.ObjectKey)?.blob;
  if (blob === undefined) throw invalid(`The pipeline definition s3://${place.Bucket}/${place.ObjectKey} does not exist.`);
  return bytesOf(context.world, blob).toString('utf8');
};
