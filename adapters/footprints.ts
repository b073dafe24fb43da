import type { Footsteps } from '../engine/desk.ts';
import type { CallMade } from './cloud.ts';

/**
 * Request ids of our own changes. They are written down before the function answers: Lambda freezes a process that has answered, and a
 * lost one makes our own call look like a stranger's, which pages people.
 */
export const footprints = (footsteps: Footsteps) => {
  const pending = new Set<Promise<void>>();
  return {
    onCall: ({ requestId, writes }: CallMade): void => {
      if (requestId === undefined || !writes) return;
      const lost = (thrown: unknown) => console.error(JSON.stringify({ cordon: 'footstep-lost', requestId, why: String(thrown) }));
      pending.add(footsteps.add(requestId).catch(lost));
    },
    remembered: async (): Promise<void> => {
      await Promise.all(pending);
      pending.clear();
    },
  };
};
