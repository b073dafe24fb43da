import { row } from './layout.ts';
import type { Page } from './text-page.ts';

export interface CalibratePlan {
  readonly account: string;
  readonly region: string;
  readonly model: string;
  readonly instanceType: string;
  readonly steps: readonly string[];
  readonly policy: object;
}
/** What will happen in somebody's account, before it does. */
export const calibratePlanLines = (
  { account, region, model, instanceType, steps, policy }: CalibratePlan,
  { width }: Pick<Page, 'width'>,
): readonly string[] => [
  ...row('Where', [`account ${account}, ${region}; refused when it holds an endpoint that is not ours`], width),
  ...row('What', [`one endpoint of one ${instanceType} with your model ${model}, about an hour`], width),
  ...row('Then', ['everything that was made is removed again; what cannot be is listed with its command'], width),
  '',
  ...steps.map((step, index) => `  ${String(index + 1).padStart(2)}. ${step}`),
  '',
  'What the profile must be allowed to do:',
  '',
  ...JSON.stringify(policy, null, 2).split('\n'),
];

export interface Calibrated {
  readonly file: string;
  readonly measured: Readonly<Record<string, { readonly seconds?: number; readonly verdict?: string; readonly text?: string }>>;
  readonly notMeasured: readonly { readonly id: string; readonly why: string }[];
  readonly left: readonly { readonly what: string; readonly by: string; readonly why: string }[];
}
export const calibratedLines = ({ file, measured, notMeasured, left }: Calibrated, { width }: Pick<Page, 'width'>): readonly string[] => [
  ...Object.entries(measured).map(
    ([id, { seconds, verdict, text }]) =>
      `  ${id.padEnd(32)} ${[seconds === undefined ? [] : `${seconds} s`, verdict ?? [], text ?? []].flat().join(', ')}`,
  ),
  ...notMeasured.flatMap(({ id, why }) => row('Not measured', [`${id}: ${why}`], width)),
  ...left.flatMap(({ what, by, why }) => row('Still there', [`${what} (${why}): ${by}`], width)),
  ...row('Written', [file], width),
];
