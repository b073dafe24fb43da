import type { Behaviour } from '../behaviour.ts';

const API = 'https://docs.aws.amazon.com/autoscaling/application/APIReference';
const GUIDE = 'https://docs.aws.amazon.com/autoscaling/application/userguide';

export const cooldown = {
  id: 'autoscaling.cooldown-seconds',
  says: 'While an alarm stays in ALARM its policy acts again after its cooldown, 5 minutes where none was given.',
  mark: 'documented',
  source: `${GUIDE}/target-tracking-scaling-policy-overview.html`,
  seconds: 300,
} as const satisfies Behaviour;
export const retry = {
  id: 'autoscaling.retry-seconds',
  says: 'A change that was refused, because the endpoint was Updating, is tried again after 60 seconds while its alarm is in ALARM.',
  mark: 'assumed',
  source: `${GUIDE}/application-auto-scaling-scaling-activities.html (failed activities; no number given)`,
  seconds: 60,
} as const satisfies Behaviour;
export const belowMinimum = {
  id: 'autoscaling.minimum-seconds',
  says: 'Capacity that somebody took below the minimum (instances after an update without retained properties, CopyCount 0) is brought back to it within 60 seconds, unless scaling out is suspended.',
  mark: 'assumed',
  source: `${API}/API_RegisterScalableTarget.html (says what the minimum limits, not when it is restored)`,
  seconds: 60,
} as const satisfies Behaviour;
export const settling = {
  id: 'autoscaling.activity-seconds',
  says: 'Whether an activity was successful is looked at every 30 seconds.',
  mark: 'assumed',
  source: `${API}/API_ScalingActivity.html (no number given)`,
  seconds: 30,
} as const satisfies Behaviour;
export const zeroMinimum = {
  id: 'autoscaling.zero-minimum',
  says: 'MinCapacity 0 is refused for a plain real-time variant.',
  mark: 'assumed',
  source: 'scale to zero is documented for asynchronous endpoints and inference components only',
  verdict: 'refused',
  text: 'Minimum capacity must be greater than 0 for this scalable target.',
} as const satisfies Behaviour;

const documented = (id: string, says: string, source: string): Behaviour => ({ id: `autoscaling.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `autoscaling.${id}`, says, mark: 'assumed', source });

export const APPLICATION_AUTO_SCALING_BEHAVIOURS: readonly Behaviour[] = [
  cooldown,
  retry,
  belowMinimum,
  settling,
  zeroMinimum,
  documented(
    'tracking',
    'A target tracking policy is a pair of CloudWatch alarms: three minutes above the target add capacity in proportion, fifteen below 90 percent of it take some away, unless scaling in is disabled.',
    `${GUIDE}/target-tracking-scaling-policy-overview.html`,
  ),
  documented(
    'no-data',
    'Without datapoints there is no scaling in: a deny that stops every call does not shrink the fleet.',
    `${GUIDE}/target-tracking-scaling-policy-overview.html`,
  ),
  documented(
    'deregister',
    'DeregisterScalableTarget deletes the policies and scheduled actions of the target with it.',
    `${API}/API_DeregisterScalableTarget.html`,
  ),
  documented(
    'suspended',
    'A suspended kind of scaling does nothing, and its policies and actions stay.',
    `${GUIDE}/application-auto-scaling-suspend-resume-scaling.html`,
  ),
  documented(
    'service-role',
    'It acts as its service-linked role, which the first registration in an account makes; its calls are in the event history.',
    `${GUIDE}/application-auto-scaling-service-linked-roles.html`,
  ),
  documented(
    'schedule',
    'Scheduled actions set minimum and maximum at an instant, at a rate or by cron, and scale when the capacity lies outside.',
    `${API}/API_PutScheduledAction.html`,
  ),
  assumed('caller-permissions', 'The permissions of the caller on the endpoint itself are not asked.', 'a limit of the range'),
];
