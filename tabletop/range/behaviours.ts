import type { Behaviour } from './behaviour.ts';
import { LIMIT_BEHAVIOURS } from './limits.ts';
import { PROTOCOL_BEHAVIOURS } from './protocol/behaviours.ts';
import { SERVICES } from './services.ts';

/** Everything the range claims about AWS, and how sure it is. Reports repeat the mark. */
export const BEHAVIOURS: readonly Behaviour[] = [
  ...PROTOCOL_BEHAVIOURS,
  ...LIMIT_BEHAVIOURS,
  ...Object.values(SERVICES).flatMap(({ behaviours }) => behaviours),
];
