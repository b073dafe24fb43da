import type { RangeState } from './store.ts';
import type { World } from './world.ts';

/** Counted up when the rows of any table change their shape. */
const FORMAT = 2;
const TABLE = 'range';

/** A state that another version of this project kept. Nothing was read from it and nothing was changed. */
class OldRange extends Error {
  constructor() {
    super('this pretend organisation was kept by another version of Cordon');
    this.name = 'OldRange';
  }
}
export const stampFormat = (world: World): void => world.store.table<number>(TABLE).put('format', FORMAT);
/** Rows of another shape would be answers that break, one call after the other. */
export const checkFormat = (state: RangeState): void => {
  if (state[`${TABLE}/format`] !== String(FORMAT)) throw new OldRange();
};
