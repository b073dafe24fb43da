import * as z from 'zod';
import { bucketsOf, bytesOf, currentOf, objectsOf } from '../../s3/state.ts';
import { storeObject } from '../../s3/write.ts';
import { scored } from '../../sagemaker-runtime/model.ts';
import type { World } from '../../world.ts';
import { modelNamed, start } from '../containers.ts';
import { placeOf, roleProblem } from './learned.ts';
import type { TransformJob } from './state.ts';

/** Where the data is and where the answers go, as CreateTransformJob was told. */
const Request = z.looseObject({
  TransformInput: z.looseObject({ DataSource: z.looseObject({ S3DataSource: z.looseObject({ S3Uri: z.string() }) }) }),
  TransformOutput: z.looseObject({ S3OutputPath: z.string() }),
});

/** The model's answer to each object, as `<key>.out` below the output path. Answers why it could not be; nothing is written then. */
export const transform = (world: World, job: TransformJob, at: number): string | undefined => {
  const { TransformInput, TransformOutput } = Request.parse(job.request);
  const [from, to] = [TransformInput.DataSource.S3DataSource.S3Uri, TransformOutput.S3OutputPath];
  const [source, target] = [placeOf(from), placeOf(to)];
  const model = modelNamed(world, job, job.model);
  if (model === undefined) return `Could not find model "${job.model}".`;
  const { loaded, problem } = start(world, model, at);
  const bucket = bucketsOf(world).get(target?.bucket ?? '');
  if (source === undefined || target === undefined || bucket === undefined) return `${to} is no place of S3.`;
  const role = model.executionRoleArn;
  const denied =
    role === undefined ? undefined : (roleProblem(world, role, 's3:GetObject', from) ?? roleProblem(world, role, 's3:PutObject', to));
  if (problem !== undefined || denied !== undefined) return problem ?? denied;
  const below = target.prefix === '' ? '' : `${target.prefix.replace(/\/$/, '')}/`;
  for (const { key } of objectsOf(world)
    .values()
    .filter((object) => object.bucket === source.bucket && object.key.startsWith(source.prefix))) {
    const blob = currentOf(world, source.bucket, key)?.blob;
    if (blob === undefined) continue;
    const score = scored(world, loaded === undefined ? {} : { loaded }, bytesOf(world, blob));
    const bytes = Buffer.from(`${JSON.stringify({ model: job.model, score })}\n`);
    storeObject(world, bucket, { key: `${below}${key.split('/').at(-1) ?? ''}.out`, bytes, contentType: 'application/json' });
  }
  return undefined;
};
