import type { Behaviour } from '../behaviour.ts';

export const LOGS_BEHAVIOURS: readonly Behaviour[] = [];
