import type { Context } from '../operation.ts';
import { mayWrite } from './conditions.ts';
import { causeOf, tell } from './events.ts';
import { bucketsOf, versionsOf, type Bucket, type ObjectVersion } from './state.ts';
import { storeObject, type Upload } from './write.ts';

interface Conditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
}
/**
 * The object is made and told of, if the conditions hold now: two writers that race both wait for their bytes, and the later one must still lose.
 * The bucket may have been changed in the meantime, too.
 */
export const makeObject = (context: Context, before: Bucket, upload: Upload, reason: string, conditions: Conditions): ObjectVersion => {
  const bucket = bucketsOf(context.world).get(before.name) ?? before;
  mayWrite(upload.key, versionsOf(context.world, bucket.name, upload.key)[0], conditions);
  const version = storeObject(context.world, bucket, upload);
  tell(context.world, bucket, upload.key, version, causeOf(context), { detailType: 'Object Created', reason });
  return version;
};
