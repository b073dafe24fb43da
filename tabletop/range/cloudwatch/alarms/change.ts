import type { World } from '../../world.ts';
import { alarmsOf, type Alarm, type AlarmState } from '../state.ts';
import { announceState } from './announce.ts';
import { remember } from './history.ts';

const actionsOf = (alarm: Alarm): readonly string[] =>
  alarm.state === 'ALARM' ? alarm.alarmActions : alarm.state === 'OK' ? alarm.okActions : alarm.insufficientActions;
const told = ({ state, reason, reasonData }: Alarm): object => ({ stateValue: state, stateReason: reason, stateReasonData: reasonData });

/** A new state: stored, in the history, on the bus. The same state again leaves no trace. */
export const changeState = (
  world: World,
  before: Alarm,
  state: AlarmState,
  why: { readonly reason: string; readonly reasonData: string },
  at: number,
): void => {
  if (before.state === state) return;
  const after: Alarm = { ...before, state, ...why, updatedAt: at, transitionedAt: at };
  alarmsOf(world).put(after.arn, after);
  remember(world, after, at, 'StateUpdate', `Alarm updated from ${before.state} to ${state}`, {
    oldState: told(before),
    newState: told(after),
  });
  announceState(world, before, after, at);
  if (!after.actionsEnabled) return;
  for (const action of actionsOf(after)) {
    // Application Auto Scaling acts on its own clock; topics are told by nobody here.
    if (action.startsWith('arn:aws:autoscaling:')) world.timers.add('scaling-alarm', 0, { policy: action, alarm: after.arn });
    remember(world, after, at, 'Action', `Successfully executed action ${action}`, {
      actionState: 'Succeeded',
      notificationResource: action,
    });
  }
};
