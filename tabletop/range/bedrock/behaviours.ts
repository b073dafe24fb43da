import type { Behaviour } from '../behaviour.ts';

export const BEDROCK_BEHAVIOURS: readonly Behaviour[] = [];
