import type { Behaviour } from '../behaviour.ts';

export const API_GATEWAY_BEHAVIOURS: readonly Behaviour[] = [];
