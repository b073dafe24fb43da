import type { Overview } from './card.ts';
import { row } from './layout.ts';
import { counted, type Page } from './text-page.ts';

export interface Started {
  readonly version: string;
  readonly place: Overview['place'];
  /** Without the key. */
  readonly url: string;
  readonly key: string;
  readonly rangeUrl: string;
  readonly dataDir: string;
  readonly slack: 'emulated' | 'real';
  readonly endpoints: number;
  readonly people: number;
  readonly sample: string | null;
  readonly tookSeconds: number;
}

/** The first screen. Both clocks are said once, here: AWS's own waits are shortened, people's deadlines are not. */
export const startedLines = (started: Started, { width }: Pick<Page, 'width'>): readonly string[] => {
  const { version, place, url, key, rangeUrl, dataDir, slack, endpoints, people, sample, tookSeconds } = started;
  return [
    `Cordon ${version}    ${place.kind}    no AWS account, ${slack === 'real' ? 'but a REAL SLACK: what happens here is posted there' : 'no Slack, nothing leaves this machine'}`,
    ...row('Console', [`${url}/#k=${key}        <- open this`], width),
    ...row('Events', [`POST ${url}/events`], width),
    ...row('Range', [`${rangeUrl}   the pretend AWS account ${place.account}, ${place.region}`], width),
    ...row('Slack', [slack === 'real' ? 'your own, over Socket Mode' : 'emulated, in the console: its channel, cards and buttons'], width),
    ...row('Data', [`${dataDir}   kept between starts; begin again: npm start -- --fresh`], width),
    ...row('Clock', ['AWS waits run 60x faster (7 min -> 7 s). Your own deadlines do not.'], width),
    '',
    `${place.company}, the sample company: ${counted(endpoints, 'endpoint')}, ${counted(people, 'person', 'people')}. You are "you", on call.`,
    ...(sample === null
      ? []
      : ['', 'Try it, in a second terminal in this folder:', `    npx cordon send ${sample}`, 'Stop: Ctrl-C (unfinished runs resume)']),
    '',
    `Ready in ${tookSeconds.toFixed(1)} s.`,
  ];
};
