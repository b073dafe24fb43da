import type { Behaviour } from '../behaviour.ts';

export const APPLICATION_AUTO_SCALING_BEHAVIOURS: readonly Behaviour[] = [];
