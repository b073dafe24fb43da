import { targetOf } from '../core/asset/resource.ts';
import { endOf } from '../core/approval/approval.ts';
import { clockTime } from '../core/time.ts';
import type { Receipt } from '../engine/desk.ts';
import type { Sandbox } from './sandbox.ts';

const column = (text: string, width: number): string => text.padEnd(width);

/** One line per decision and per question below the start screen, nothing else. */
export const news = (
  sandbox: Sandbox,
  print: (line: string) => void,
): { readonly receipts: (receipts: readonly Receipt[]) => void; readonly stop: () => void } => {
  const at = () => clockTime(sandbox.desk.clock.now());
  const stop = sandbox.subscribe((events) => {
    for (const event of events) {
      if (event.type === 'approval.requested') {
        const { approval } = event.data;
        print(
          `${at()}  ${column('waiting', 8)} A-${approval.number}  ${approval.title}   until ${clockTime(approval.rounds[0]?.until ?? endOf(approval))}`,
        );
      }
      if (event.type === 'containment.changed')
        print(`${at()}  ${column(event.data.to.replaceAll('-', ' '), 8)} ${targetOf(event.data.target).name}`);
      if (event.type === 'alarm.raised') print(`${at()}  ALARM    ${event.data.sentence}`);
    }
  });
  const line = ({ outcome, incident, playbook, reasons }: Receipt): string =>
    `${at()}  ${column(outcome, 8)} ${incident === null ? '-' : `INC-${incident}`}  ${playbook ?? reasons[0] ?? ''}`;
  return {
    receipts: (receipts) => {
      for (const receipt of receipts) print(line(receipt));
    },
    stop,
  };
};
