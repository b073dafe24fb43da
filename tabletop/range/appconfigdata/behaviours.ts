import type { Behaviour } from '../behaviour.ts';

export const APPCONFIGDATA_BEHAVIOURS: readonly Behaviour[] = [];
