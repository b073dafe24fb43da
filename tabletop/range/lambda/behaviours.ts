import type { Behaviour } from '../behaviour.ts';

export const LAMBDA_BEHAVIOURS: readonly Behaviour[] = [];
