import type { Behaviour } from '../behaviour.ts';

export const BEDROCK_RUNTIME_BEHAVIOURS: readonly Behaviour[] = [];
