/** Who plays when no person does, from worst to best. */
export const POLICIES = ['idle', 'trap', 'hasty', 'perfect'] as const;
