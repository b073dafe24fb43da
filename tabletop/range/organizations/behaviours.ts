import type { Behaviour } from '../behaviour.ts';

export const ORGANIZATIONS_BEHAVIOURS: readonly Behaviour[] = [];
