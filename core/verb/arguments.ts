/** The arguments that several verbs have. */
export const incident = { kind: 'id', of: 'INC', name: 'incident', summary: 'INC-1' } as const;
export const approval = { kind: 'id', of: 'A', name: 'approval', summary: 'A-1', required: true } as const;
export const task = { kind: 'id', of: 'T', name: 'task', summary: 'T-1', required: true } as const;
export const choice = { kind: 'id', of: 'C', name: 'choice', summary: 'C-1', required: true } as const;
export const reason = {
  kind: 'text',
  name: 'reason',
  value: 'sentence',
  summary: 'why, a sentence; it is kept',
  required: true,
  trim: true,
  min: 1,
  max: 1000,
} as const;
export const bundle = { kind: 'id', of: 'E', name: 'evidence', summary: 'E-1', required: true } as const;
export const endpoint = {
  kind: 'text',
  name: 'endpoint',
  summary: 'name or ARN of an adopted endpoint',
  required: true,
  min: 1,
  max: 2048,
} as const;
export const playbook = { kind: 'text', name: 'playbook', summary: 'id of a playbook', max: 64 } as const;
/** Longest path that Linux takes. */
export const PATH_LENGTH = 4096;
export const playbookFolder = {
  kind: 'text',
  name: 'in',
  value: 'folder',
  min: 1,
  max: PATH_LENGTH,
  summary: 'another folder of playbooks than that of this project, whose playbooks may still be called',
} as const;
