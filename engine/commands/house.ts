import { row, WIDTH } from '../../core/report/layout.ts';
import type { LiveView } from '../../core/playbook/live.ts';
import { readIncident } from '../append.ts';
import { diffPlaybooks } from '../../core/playbook/diff.ts';
import { knownFrom } from '../../core/playbook/known-from.ts';
import { compareVersions } from '../../core/playbook/version.ts';
import type { Desk } from '../desk.ts';
import { haltOf, liveNow, readHouse } from '../house.ts';
import type { Run } from '../verb.ts';
import { noSuch, plainOf, refusal } from './answer.ts';
import { askHouse } from './house-order.ts';

/** Calls that were sent and not read back yet: what a stop cannot take back. */
const underWay = async (desk: Desk): Promise<readonly string[]> => {
  const states = await Promise.all((await desk.ledger.incidents()).map((id) => readIncident(desk, id)));
  return states.flatMap(({ opened, runs }) =>
    runs
      .flatMap(({ steps }) => steps)
      .filter(({ status, action }) => status === 'started' && desk.catalog.get(action)?.effect !== 'observe')
      .map(
        ({ title, startedAt, verb }) => `INC-${opened?.number ?? 0}: ${title}${verb === 'undo' ? ' (undo)' : ''}, sent ${startedAt ?? ''}`,
      ),
  );
};

const ALL = (verb: string): string => `npx cordon ${verb} --all`;

export const stop: Run<'stop'> = async (desk, { all, reason }, actor) => {
  if (!all) return refusal(2, 'usage', 'stop stops everything, so it takes --all.', ALL('stop'));
  const answer = await desk.authority.stop({ actor, reason: reason === undefined || reason === '' ? 'no reason was given' : reason });
  if (answer.kind === 'refused') return refusal(5, 'not-eligible', answer.because, 'npx cordon whoami');
  const [halt, sent] = [await haltOf(desk), await underWay(desk)];
  const lines = [
    answer.kind === 'already'
      ? `Nothing new: ${halt?.sentence ?? 'it was stopped already'}.`
      : (halt?.sentence ?? 'It was stopped, and goes on already.'),
    'No new effect is permitted in any account. Nothing is lifted: what is contained stays contained. Evidence is still taken.',
    ...(sent.length === 0
      ? ['Nothing had been sent that is not read back.']
      : row(
          'Sent before',
          sent.map((one) => `${one}; not proven yet`),
          WIDTH,
        )),
  ];
  return {
    exit: 0,
    lines,
    data: { stopped: halt !== undefined, ...(halt?.stop && { stop: plainOf(halt.stop) }), sent: [...sent] },
    next: ALL('resume'),
  };
};

export const resume: Run<'resume'> = async (desk, { all }, actor) => {
  if (!all) return refusal(2, 'usage', 'resume lets everything go on, so it takes --all.', ALL('resume'));
  const { house } = await readHouse(desk);
  if (house.stop === undefined) return refusal(7, 'not-stopped', 'Nothing is stopped.', 'npx cordon status');
  return askHouse(desk, { kind: 'resume', stop: house.stop.number, by: actor }, actor);
};

export const playbookActivate: Run<'playbook activate'> = async (desk, { playbook: id, version }, actor) => {
  const { playbooks } = await desk.library.shelf();
  const digest = playbooks.find(({ ref }) => ref.id === id && ref.version === version)?.ref.digest ?? `sha256:${'0'.repeat(64)}`;
  return askHouse(desk, { kind: 'activate', playbook: { id, version, digest }, by: actor }, actor);
};

const told = ({ id, live, pointer, newest, problem }: LiveView, differs: (view: LiveView) => string): readonly string[] => {
  if (live === undefined || problem !== undefined) return row(id, [`NOTHING ANSWERS: ${problem?.why ?? ''}`, problem?.next ?? ''], WIDTH);
  const by = pointer?.by.kind === 'human' ? pointer.by.id : pointer?.by.kind;
  const how =
    pointer === undefined
      ? `${live.ref.version}, the newest${live.state === 'working' ? ' (not released)' : ''}: nobody activated one, so the next release answers by itself`
      : `${live.ref.version} since ${pointer.since}, asked for by ${by ?? ''}`;
  const newer = newest !== undefined && compareVersions(newest.ref.version, live.ref.version) > 0;
  return row(
    id,
    [
      how,
      ...(newer
        ? [`newest is ${newest.ref.version}: ${differs({ id, live, newest })}`, `npx cordon playbook activate ${id} ${newest.ref.version}`]
        : []),
    ],
    WIDTH,
  );
};

export const playbookLive: Run<'playbook live'> = async (desk, { playbook }) => {
  const views = (await liveNow(desk)).filter(({ id }) => playbook === undefined || id === playbook);
  if (playbook !== undefined && views.length === 0) return noSuch(`playbook ${playbook} that answers`);
  const known = knownFrom({ actions: [...desk.catalog.values()], documents: (await desk.library.all()).map(({ document }) => document) });
  const differs = ({ live, newest }: LiveView): string => {
    if (live === undefined || newest === undefined) return '';
    const { changes, consequences, bump } = diffPlaybooks(live.document, newest.document, known);
    const looser = [...changes, ...consequences].filter(({ safety }) => safety === 'looser' || safety === 'unsure').length;
    return `${changes.length} changes (${bump}), ${looser} of them take a guard away or must be judged`;
  };
  const problems = views.filter(({ problem }) => problem !== undefined);
  const data = {
    playbooks: views.map(({ id, live, pointer, newest, problem }) =>
      plainOf({
        id,
        live: live?.ref ?? null,
        since: pointer?.since ?? null,
        by: pointer?.by ?? null,
        newest: newest?.ref ?? null,
        problem: problem?.why ?? null,
      }),
    ),
  };
  const lines = views.flatMap((view) => told(view, differs));
  const next = problems[0]?.problem?.next ?? `npx cordon playbook plan ${views[0]?.id ?? ''} --endpoint fraud-scorer`;
  if (problems.length === 0) return { exit: 0, lines, data, next };
  return { ...refusal(3, 'nothing-answers', `${problems.length} playbooks answer nothing.`, next), lines, data };
};
