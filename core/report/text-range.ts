import { row } from './layout.ts';
import type { Page } from './text-page.ts';

export interface RangeStarted {
  readonly endpoint: string;
  readonly pace: number;
  readonly seed: string;
  readonly state: string | null;
  readonly continued: boolean;
  /** How many behaviours were measured in a real account. */
  readonly measured: number;
  readonly principals: readonly { readonly accessKeyId: string; readonly arn: string }[];
}

/** `admin in 111122223333` */
const roleIn = (arn: string): string => `${arn.split('/').slice(1).join('/')} in ${arn.split(':')[4] ?? ''}`;

/** The first screen of a range that runs alone. */
export const rangeLines = (
  { endpoint, pace, seed, state, continued, measured, principals }: RangeStarted,
  { width }: Pick<Page, 'width'>,
): readonly string[] => [
  ...row('Range', [`${endpoint}   any AWS client, any service it knows: docs/reference/range.md`], width),
  ...row('Clock', [pace === 1 ? 'AWS waits take as long as in AWS' : `AWS waits run ${pace}x faster`], width),
  ...row('Seed', [seed], width),
  ...row(
    'State',
    [state === null ? 'in memory only; keep it: --state range.json' : `${state}, ${continued ? 'continued' : 'begun'}`],
    width,
  ),
  ...row(
    'Facts',
    [measured === 0 ? 'documented or assumed; nothing measured: npx cordon calibrate --help' : `${measured} measured`],
    width,
  ),
  '',
  'Whoever signs with one of these keys acts as its role. No signature is verified, so any secret will do:',
  ...principals.map(({ accessKeyId, arn }) => `    ${accessKeyId.padEnd(44)} ${roleIn(arn)}`),
  '',
  'Try it, in a second terminal:',
  '    export AWS_ACCESS_KEY_ID=NORTHBANK-ADMIN AWS_SECRET_ACCESS_KEY=any',
  '    export AWS_DEFAULT_REGION=eu-west-1',
  `    aws --endpoint-url ${endpoint} sagemaker list-endpoints`,
  'Stop: Ctrl-C',
];
