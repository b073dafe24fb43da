import * as z from 'zod';

/** NIST SP 800-61 r3 / CSF 2.0 order of an incident, as playbooks use it. */
export const Phase = z.enum(['detect', 'contain', 'investigate', 'eradicate', 'recover', 'learn']);
export type Phase = z.output<typeof Phase>;
