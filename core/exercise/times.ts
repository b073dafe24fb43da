/** In an expression: has not happened. Larger than any exercise, so that `run.times.contained <= 600` is false until it is true. */
export const NEVER = 9_999_999;

/** Seconds after the start at which something first was so. */
export const MILESTONES = {
  detected: 'first event that a playbook answers',
  acknowledged: 'you looked at the incident',
  declared: 'an incident was opened',
  evidence: 'evidence sealed',
  decided: 'a person decided to contain',
  contained: 'no caller is answered by the bad version',
  partly: 'contained, but not for every caller',
  covered: 'the caller that was not covered is covered',
  changed: 'the endpoint was sent another config',
  rightVersion: 'the right version serves',
  rejected: 'the bad version is rejected',
  released: 'callers are answered again',
  told: 'the first note for everybody else',
} as const;
export type Milestone = keyof typeof MILESTONES;
export type Times = Readonly<Partial<Record<Milestone, number>>>;

export const milestones = (): readonly Milestone[] => [
  'detected',
  'acknowledged',
  'declared',
  'evidence',
  'decided',
  'contained',
  'partly',
  'covered',
  'changed',
  'rightVersion',
  'rejected',
  'released',
  'told',
];
/** The first time counts. */
export const noted = (times: Times, milestone: Milestone, seconds: number): Times =>
  times[milestone] === undefined ? { ...times, [milestone]: seconds } : times;
