import { AwsFault } from '../protocol/errors.ts';

/** Everything was checked, nothing is done. */
export const mustNotBeDry = ({ DryRun }: { readonly DryRun?: boolean }): void => {
  if (DryRun === true) throw new AwsFault('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.');
};
export const refuseEnclaves = ({ Recipient }: { readonly Recipient?: object }): void => {
  if (Recipient !== undefined) throw new AwsFault('NotImplemented', 'The range does not know Nitro enclaves.', { status: 501 });
};
