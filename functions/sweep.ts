import middy from '@middy/core';
import { sweep } from '../engine/sweep.ts';
import { liveSweepDesk } from './live.ts';
import { once } from './once.ts';

const desk = once(liveSweepDesk);

/** Every minute: starts runs that were ordered and never started. */
export const handler = middy(async () => ({ started: (await sweep(await desk())).length }));
