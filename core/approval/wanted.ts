import type { Requirement } from './table.ts';

/** A playbook may want people asked where the table asks nobody; it can only tighten. */
export const asWanted = (requirement: Requirement, because: string | undefined): Requirement =>
  because === undefined || requirement.kind !== 'auto'
    ? requirement
    : {
        kind: 'seats',
        seats: ['responder'],
        rule: `the playbook wants people asked: ${because}`,
        notRequester: false,
        typedTarget: false,
        iam: 'none',
        onSilence: 'never',
      };
