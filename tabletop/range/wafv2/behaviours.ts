import type { Behaviour } from '../behaviour.ts';

export const WAFV2_BEHAVIOURS: readonly Behaviour[] = [];
