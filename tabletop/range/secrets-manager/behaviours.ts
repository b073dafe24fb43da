import type { Behaviour } from '../behaviour.ts';

export const SECRETS_MANAGER_BEHAVIOURS: readonly Behaviour[] = [];
