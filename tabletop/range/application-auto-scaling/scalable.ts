import type { Context } from '../operation.ts';
import { mustBeAllowed } from '../sagemaker/verdicts.ts';
import { zeroMinimum } from './behaviours.ts';
import { capacityOf } from './capacity.ts';
import { invalid } from './faults.ts';
import type { Named } from './state.ts';

/** What is to be scaled is there, and may be as small as is asked. */
export const mustExist = (context: Context, named: Named, min: number): void => {
  const capacity = capacityOf(context.world, { ...context, ...named });
  if (capacity === undefined) throw invalid(`Unable to find the SageMaker resource ${named.resource} for ${named.dimension}.`);
  if (min === 0 && !capacity.mayBeZero) mustBeAllowed(context.world, zeroMinimum);
};
