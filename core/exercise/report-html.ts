import { safe } from '../report/safe.ts';
import { spoken } from '../time.ts';
import { again, AWS_NOTE, awsRows, grouped, harmRows, lessonsOf, scoreIn, timeRows, verdictText, type Debrief } from './report.ts';
import { STYLE } from './report-style.ts';
import { RATINGS } from './score.ts';

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Anybody's text between tags or in an attribute in quotes. */
export const html = (text: string): string => safe(text).replace(/[&<>"']/g, (character) => NAMED[character] ?? '');

const table = (caption: string, head: readonly string[], rows: readonly (readonly string[])[], kind = ''): string =>
  `<table class="${kind}"><caption>${html(caption)}</caption><thead><tr>${head.map((cell) => `<th scope="col">${html(cell)}</th>`).join('')}</tr></thead><tbody>${rows
    .map(([first = '', ...rest]) => `<tr><th scope="row">${html(first)}</th>${rest.map((cell) => `<td>${html(cell)}</td>`).join('')}</tr>`)
    .join('')}</tbody></table>`;

const figures = (debrief: Debrief): string => {
  const { outcome, idle, perfect } = debrief;
  const contained = outcome.times['contained'];
  const fallen = outcome.traps.filter(({ taken }) => taken);
  const collected = outcome.planted.filter((one) => one.collected).length;
  const cards = [
    [
      'Wrong decisions',
      grouped(outcome.harm.wrong),
      `nobody did anything ${grouped(idle.harm.wrong)}, best known run ${grouped(perfect.harm.wrong)}`,
    ],
    [
      'Fully contained',
      contained === undefined ? 'never' : `T+${spoken(contained)}`,
      `best known run T+${spoken(perfect.times['contained'] ?? 0)}`,
    ],
    ['Evidence', `${collected} of ${outcome.planted.length}`, 'pieces that were there to be collected'],
    ['Trap', fallen.length === 0 ? 'not taken' : 'TAKEN', fallen[0]?.because ?? 'the wrong thing that looked right'],
  ];
  return `<ul class="figures">${cards.map(([name = '', value = '', note = '']) => `<li><span>${html(name)}</span><strong>${html(value)}</strong><small>${html(note)}</small></li>`).join('')}</ul>`;
};

const decisions = ({ outcome }: Debrief): string =>
  outcome.decisions
    .map(
      ({ prompt, chosen, score, says, right }) =>
        `<li class="${score === 1 ? 'good' : 'bad'}"><p>${html(prompt)}</p><p><b>${score === 1 ? 'Right' : 'Wrong'}:</b> ${html(chosen ?? 'not answered')}</p>${
          score === 1 ? '' : `<p><b>Right would have been:</b> ${html(right)}</p>`
        }<p>${html(says)}</p></li>`,
    )
    .join('');

/** One file that needs nothing else: no script, no request, prints, light and dark. `chart`: SVG drawn elsewhere, its texts escaped there. */
export const reportHtml = (debrief: Debrief, chart: string): string => {
  const { number, outcome } = debrief;
  const score = scoreIn(debrief);
  const lessons = lessonsOf(outcome);
  const title = `EXERCISE D-${number}: ${outcome.scenario.title}`;
  const gaps = lessons.filter(({ good }) => !good);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${html(title)}</title><style>${STYLE}</style></head>
<body><div class="mark" aria-hidden="true"></div>
<header><p class="banner">EXERCISE <span>a pretend AWS account; no customer, no model and no system was touched</span></p>
<h1>${html(outcome.scenario.title)}</h1>
<p class="verdict">${html(verdictText(debrief))}.</p>
<p class="meta">D-${number}, ended at T+${spoken(outcome.ended.seconds)}: ${html(outcome.ended.because)}. Played by ${html(outcome.player)}, ${outcome.commands} commands, ${outcome.hints} hints.</p></header>
<main>${figures(debrief)}
<section><h2>Harm and what happened</h2>${chart}</section>
<section class="two">${table('Harm', ['', 'this run', 'nobody did anything', 'best known run'], harmRows(debrief), 'numbers')}${table('Times', ['', 'this run', 'best known run'], timeRows(debrief), 'numbers')}</section>
<section>${table(
    'Objectives (ratings are proposed; whoever watched decides)',
    ['objective', 'rating', ''],
    score.objectives.map(({ text, rating, reached }) => [text, `${rating} ${RATINGS[rating]}`, `${Math.round(reached * 100)} %`]),
  )}<p class="meta">For comparing runs by machine: ${score.points} of 100${score.capped ? ', capped because a trap was taken' : ''}.</p></section>
<section><h2>You were asked</h2><ol class="asked">${decisions(debrief)}</ol></section>
<section class="two"><div><h2>What went well</h2><ul>${lessons
    .filter(({ good }) => good)
    .map(({ text }) => `<li>${html(text)}</li>`)
    .join('')}</ul></div><div><h2>To improve</h2>${
    gaps.length === 0
      ? '<p>Nothing that this scenario can see.</p>'
      : table(
          '',
          ['gap', 'owner', 'due', 'proved by'],
          gaps.map(({ text, proof }) => [text, '', '', proof]),
          'gaps',
        )
  }</div></section>
<section><h2>Minutes</h2>${table(
    'Everything, in order',
    ['when', 'lane', 'who', 'what'],
    outcome.log.map(({ seconds, lane, who, text }) => [`T+${spoken(seconds)}`, lane, who, text]),
    'log',
  )}</section>
<section><h2>How sure this is</h2><p class="meta">${html(AWS_NOTE.replaceAll('`', ''))}</p>${table('', ['what the pretend AWS did', 'how sure', 'behaviour'], awsRows(debrief))}</section>
<section><h2>The same run again</h2><ul>${again(debrief)
    .map((line) => `<li><code>${html(line)}</code></li>`)
    .join('')}</ul></section></main>
<footer>EXERCISE D-${number}. Made by Cordon. Nothing here is about a real incident.</footer></body></html>
`;
};
