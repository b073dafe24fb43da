import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPlaybookFiles } from '../../adapters/playbooks-files.ts';
import type { PlaybookRef } from '../../core/finding/finding.ts';
import { assemble } from '../../core/playbook/assemble.ts';
import { publication } from '../../core/playbook/publish.ts';
import { makeWorld, type World, type WorldOptions } from './world.ts';

export const ID = 'training-data-poisoning';
export const WITHDRAWN = 'its rollback picks the wrong version';

/** A company's folder of playbooks, and the processes that read it one after the other. */
export const place = () => {
  const root = mkdtempSync(join(tmpdir(), 'cordon-activation-'));
  const [directory, playbooks] = [join(root, 'data'), join(root, 'playbooks')];
  cpSync(new URL('../../playbooks', import.meta.url), playbooks, { recursive: true });
  const edit = (file: string, change: (text: string) => string): void =>
    writeFileSync(join(playbooks, file), change(readFileSync(join(playbooks, file), 'utf8')));
  const publish = async (): Promise<void> => {
    const made = publication(assemble(await readPlaybookFiles(playbooks)));
    if (!made.ok) throw new Error(made.faults.join('; '));
    for (const [file, text] of made.files) writeFileSync(join(playbooks, file), text);
    writeFileSync(join(playbooks, 'versions.json'), made.versions);
  };
  return {
    open: (options: WorldOptions = {}): Promise<World> => makeWorld({ directory, playbooks, ...options }),
    /** Raises the version, changes what it does, and releases it. */
    release: async (version: string, change: (text: string) => string = (text) => text): Promise<void> => {
      edit(`${ID}/playbook.yaml`, (text) => change(text.replace(/version: \d+\.\d+\.\d+/, `version: ${version}`)));
      await publish();
    },
    work: (change: (text: string) => string): void => edit(`${ID}/playbook.yaml`, change),
    versions: (change: (read: Record<string, unknown>) => object): void =>
      edit('versions.json', (text) => JSON.stringify(change(JSON.parse(text)))),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
};
export type Place = ReturnType<typeof place>;

export const activate = (world: World, version: string, person = 'you', id = ID) =>
  world.command('playbook-activate', { playbook: id, version }, person);
export const asked = (answer: { readonly data: object }): number =>
  'number' in answer.data && typeof answer.data.number === 'number' ? answer.data.number : 0;
export const agree = async (world: World, version: string): Promise<void> => {
  const answer = await activate(world, version);
  expect(answer).toMatchObject({ exit: 4 });
  const target = `${ID}@${version}`;
  const approval = `A-${asked(answer)}`;
  expect(await world.command('approve', { approval, target }, 'cy')).toMatchObject({ exit: 4 });
  const last = await world.command('approve', { approval, target }, 'bo');
  expect(last).toMatchObject({ exit: 0 });
  expect(last.lines.join(' ')).toContain(`${target} answers from now on`);
};
export const liveOf = async (world: World) => {
  const { data } = await world.command('playbook-live', { playbook: ID }, 'you');
  return (
    data as {
      readonly playbooks: readonly {
        readonly live: PlaybookRef | null;
        readonly newest: PlaybookRef | null;
        readonly since: string | null;
      }[];
    }
  ).playbooks[0];
};
export const ordered = async (world: World) =>
  (await world.incidents()).flatMap(({ runs }) =>
    runs.flatMap(({ order, status }) => (order.kind === 'playbook' ? [[order.playbook.version, status]] : [])),
  );
export const poisoned = async (world: World, endpoint: string) => {
  const text = ((await world.sandbox.desk.sample('poisoned-training')) ?? '').replaceAll('fraud-scorer', endpoint);
  const release = world.timeline.hold();
  const told = await world.sandbox.intake(
    text.replace('ingest-guard-2026-11-18-partner', `ingest-guard-${endpoint}`).replace('e001', 'e002'),
  );
  release();
  await world.settled();
  return told[0];
};

export const retitled = (text: string): string => text.replace('Nobody may call the endpoint', 'Nobody at all may call the endpoint');
