import type { Behaviour } from '../behaviour.ts';

export const COGNITO_BEHAVIOURS: readonly Behaviour[] = [];
