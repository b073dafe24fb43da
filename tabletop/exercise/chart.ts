import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { html } from '../../core/exercise/report-html.ts';
import { grouped, type Debrief } from '../../core/exercise/report.ts';
import type { Lane, Outcome } from '../../core/exercise/outcome.ts';
import { spoken } from '../../core/time.ts';

const WIDTH = 960;
const LEFT = 66;
const RIGHT = 170;
const CURVE = { top: 34, bottom: 260 };
const LANES: readonly Lane[] = ['inject', 'detect', 'decide', 'act', 'comms'];
const LANE_HEIGHT = 26;
const LANE_TOP = 292;
const HEIGHT = LANE_TOP + LANES.length * LANE_HEIGHT + 30;
/** Milestones that divide the night, with the words beside their line. */
const MARKED: readonly (readonly [string, string])[] = [
  ['decided', 'decided'],
  ['contained', 'contained'],
  ['rightVersion', 'right version'],
  ['released', 'released'],
];
/** Every two, five, ten minutes, whatever gives at most ten marks. */
const minutesApart = (seconds: number): number => [60, 120, 300, 600, 1200].find((step) => seconds / step <= 10) ?? 3600;

type Point = Outcome['harm']['points'][number];
/** Up to the end of the shown time; a run that ended earlier goes on as it was left. */
const until = (points: readonly Point[], end: number): readonly Point[] => {
  const inside = points.filter(({ seconds }) => seconds <= end);
  const last = inside.at(-1);
  return last === undefined || last.seconds === end ? inside : [...inside, { ...last, seconds: end }];
};
const round = (path: string | null): string => (path ?? '').replace(/\d+\.\d+/g, (number) => Number(number).toFixed(1));

/** The harm curve between the two runs that bound it, above what happened when: SVG that needs no script. */
export const harmChart = ({ outcome, idle, perfect }: Debrief): string => {
  const end = Math.max(outcome.ended.seconds, perfect.ended.seconds, 60);
  const runs = [
    { name: 'nobody did anything', kind: 'none', points: until(idle.harm.points, end), final: idle.harm.wrong },
    { name: 'best known run', kind: 'best', points: until(perfect.harm.points, end), final: perfect.harm.wrong },
    { name: 'this run', kind: 'run', points: until(outcome.harm.points, end), final: outcome.harm.wrong },
  ];
  const most = Math.max(1, ...runs.flatMap(({ points }) => points.map(({ wrong }) => wrong)));
  const x = scaleLinear()
    .domain([0, end])
    .range([LEFT, WIDTH - RIGHT]);
  const y = scaleLinear().domain([0, most]).range([CURVE.bottom, CURVE.top]).nice();
  const path = line<Point>()
    .x(({ seconds }) => x(seconds))
    .y(({ wrong }) => y(wrong));
  const step = minutesApart(end);
  const times = Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
  const grid = [
    ...y
      .ticks(4)
      .map(
        (tick) =>
          `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}"/><text class="soft" text-anchor="end" x="${LEFT - 8}" y="${(y(tick) + 4).toFixed(1)}">${grouped(tick)}</text>`,
      ),
    ...times.map(
      (tick) =>
        `<line class="grid" x1="${x(tick).toFixed(1)}" x2="${x(tick).toFixed(1)}" y1="${CURVE.bottom}" y2="${HEIGHT - 24}"/><text class="soft" text-anchor="middle" x="${x(tick).toFixed(1)}" y="${HEIGHT - 8}">T+${spoken(tick)}</text>`,
    ),
  ];
  const curves = runs.map(({ kind, points }) => `<path class="${kind}" d="${round(path(points))}"/>`);
  // Labels of lines that end close together are pushed apart, so that each can be read.
  let above = Infinity;
  const labels = runs
    .map((run) => ({ ...run, last: Math.round(run.points.at(-1)?.wrong ?? 0) }))
    .toSorted((a, b) => a.last - b.last)
    .map(({ name, last, final }) => {
      above = Math.min(y(last) + 4, above - 30);
      const later = final > last ? `, in the end ${grouped(final)}` : '';
      return `<text x="${WIDTH - RIGHT + 8}" y="${above.toFixed(1)}">${html(name)}</text><text class="soft" x="${WIDTH - RIGHT + 8}" y="${(above + 13).toFixed(1)}">${grouped(last)}${later}</text>`;
    });
  let [lastX, row] = [-Infinity, 0];
  const miles = MARKED.flatMap(([milestone, word]) => {
    const seconds = outcome.times[milestone];
    return seconds === undefined ? [] : [{ seconds, word }];
  })
    .toSorted((a, b) => a.seconds - b.seconds)
    .map(({ seconds, word }) => {
      const at = x(seconds);
      row = at - lastX < 90 ? row + 1 : 0;
      lastX = at;
      return `<line class="mile" x1="${at.toFixed(1)}" x2="${at.toFixed(1)}" y1="${CURVE.top}" y2="${HEIGHT - 24}"/><text class="soft" x="${(at + 4).toFixed(1)}" y="${CURVE.top + 10 + row * 14}">${word}</text>`;
    });
  const lanes = LANES.map((lane, index) => `<text x="4" y="${LANE_TOP + index * LANE_HEIGHT + 4}">${lane}</text>`);
  const dots = outcome.log
    .filter(({ seconds }) => seconds <= end)
    .map(
      ({ seconds, lane, who, text }) =>
        `<circle class="dot ${lane}" cx="${x(seconds).toFixed(1)}" cy="${LANE_TOP + LANES.indexOf(lane) * LANE_HEIGHT}" r="5"><title>${html(`T+${spoken(seconds)} ${who}: ${text}`)}</title></circle>`,
    );
  const said = `Wrong decisions over time: this run ${grouped(outcome.harm.wrong)}, nobody did anything ${grouped(idle.harm.wrong)}, best known run ${grouped(perfect.harm.wrong)}. Below: ${outcome.log.length} events in ${LANES.length} lanes.`;
  return `<div class="scroll"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="chart-title chart-said"><title id="chart-title">EXERCISE: wrong decisions over time</title><desc id="chart-said">${html(said)}</desc><text class="soft" x="4" y="12">wrong decisions so far</text>${[...grid, ...miles, ...curves, ...labels, ...lanes, ...dots].join('')}</svg></div>`;
};
