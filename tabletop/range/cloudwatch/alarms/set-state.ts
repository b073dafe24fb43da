import type { SetAlarmStateCommandInput, SetAlarmStateCommandOutput } from '@aws-sdk/client-cloudwatch';
import { operation } from '../../operation.ts';
import { AwsFault } from '../../protocol/errors.ts';
import { wakeAlarms } from '../wake.ts';
import { changeState } from './change.ts';
import { evaluateComposites } from './evaluate.ts';
import { alarmsNamed, onAlarms } from './named.ts';

export const setAlarmState = operation<SetAlarmStateCommandInput, SetAlarmStateCommandOutput>({
  trail: 'write',
  access: (input, context) => onAlarms('SetAlarmState')([input.AlarmName], context),
  run: (input, context) => {
    const [alarm] = alarmsNamed(context, [input.AlarmName]);
    if (alarm === undefined) throw new AwsFault('ResourceNotFound', `Alarm ${input.AlarmName} does not exist`, { status: 404 });
    const reasonData = input.StateReasonData ?? '';
    try {
      JSON.parse(reasonData === '' ? '{}' : reasonData);
    } catch {
      // What it says must be JSON, and nothing else is said about it.
      throw new AwsFault('InvalidFormatFault', 'StateReasonData is not valid JSON', { status: 400 });
    }
    changeState(context.world, alarm, input.StateValue, { reason: input.StateReason, reasonData }, context.now);
    evaluateComposites(context.world, context.now);
    wakeAlarms(context.world, context.now);
    return {};
  },
});
