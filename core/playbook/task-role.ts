import * as z from 'zod';

/** Whom a task can be for: a role of assets.yaml; `owner` is the person who answers for the asset, and the deputies. */
export const TaskRole = z.enum(['responder', 'approver', 'security', 'owner', 'commander', 'legal']);
export type TaskRole = z.output<typeof TaskRole>;
