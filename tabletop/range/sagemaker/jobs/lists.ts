/** The filters that all lists of jobs share beside those of every list. */
export const isModified = (
  job: { readonly modifiedAt: number; readonly status: string },
  input: { readonly LastModifiedTimeAfter?: Date; readonly LastModifiedTimeBefore?: Date; readonly StatusEquals?: string },
): boolean =>
  (input.StatusEquals === undefined || job.status === input.StatusEquals) &&
  (input.LastModifiedTimeAfter === undefined || job.modifiedAt > input.LastModifiedTimeAfter.getTime()) &&
  (input.LastModifiedTimeBefore === undefined || job.modifiedAt < input.LastModifiedTimeBefore.getTime());
