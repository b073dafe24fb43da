import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallMade } from '../../adapters/cloud.ts';
import { makeDiskEvidence } from '../../adapters/evidence-disk.ts';
import { makeLocalSigner } from '../../adapters/signer-local.ts';
import type { AssetsFile } from '../../core/asset/asset.ts';
import { instantOf } from '../../core/time.ts';
import { memberAccess } from '../../tabletop/actions-here.ts';
import { rangeAccess } from '../../tabletop/range-access.ts';
import { createRange } from '../../tabletop/range/range.ts';
import type { RangeOptions } from '../../tabletop/range/range-api.ts';

/** The sample company in this process, with everything that an action's function has. `made`: what the action itself called. */
export const openSample = async (assets: AssetsFile, clock: NonNullable<RangeOptions['clock']>) => {
  const range = createRange({ clock });
  const directory = mkdtempSync(join(tmpdir(), 'cordon-pages-'));
  const made: CallMade[] = [];
  const options = { ...rangeAccess(range), clock: { now: () => instantOf(clock.now()) } };
  const evidence = makeDiskEvidence({
    directory: join(directory, 'evidence'),
    signer: await makeLocalSigner(join(directory, 'keys'), 'page'),
  });
  return {
    made,
    access: memberAccess({ ...options, onCall: (one) => void made.push(one) }),
    // Apart, so that what the inventory reads on the way is not taken for the action's own.
    inventory: memberAccess({ ...options, onCall: () => undefined }).inventory(assets),
    evidence,
    close: (): void => {
      range.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
