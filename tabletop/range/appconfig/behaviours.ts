import type { Behaviour } from '../behaviour.ts';

export const APPCONFIG_BEHAVIOURS: readonly Behaviour[] = [];
