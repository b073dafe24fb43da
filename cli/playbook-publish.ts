import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assemble } from '../core/playbook/assemble.ts';
import { publication } from '../core/playbook/publish.ts';
import type { HandlerOf } from './invocation.ts';
import { checksOf } from './playbook-checks.ts';
import { noPlaybook, openFolder, sayOffline, type PlaybookFolder } from './playbook-folder.ts';
import { Stop } from './stop.ts';

const faulty = (message: string, hint: string, next: string): Stop =>
  new Stop({
    exit: 3,
    code: 'faults',
    message,
    hint: `Nothing was written. ${hint}`,
    effect: 'no-change',
    next,
  });

/** New documents first, versions.json last: what is not listed there is not released. A half-written publication is taken away again. */
const write = async ({ path, name }: PlaybookFolder, files: ReadonlyMap<string, string>, versions: string): Promise<void> => {
  const written: string[] = [];
  try {
    for (const [file, text] of files) {
      await mkdir(dirname(join(path, file)), { recursive: true });
      await writeFile(join(path, file), text, { flag: 'wx' });
      written.push(file);
    }
    await writeFile(join(path, 'versions.json'), versions);
  } catch (thrown) {
    for (const file of written) await rm(join(path, file), { force: true });
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unwritable';
    throw new Stop({
      exit: 2,
      code: 'unwritable',
      message: `${name} cannot be written (${code})`,
      hint: 'Nothing was released',
      effect: 'no-change',
      next: 'npx cordon playbook publish --help',
    });
  }
};

/** Releases what is worked on: from then on its digest is fixed. It answers no finding until it is deployed and, where one is, activated. */
export const playbookPublish: HandlerOf<'playbook publish'> = async ({ args: { playbook: only, in: given } }, out, { root }) => {
  sayOffline(out, 'reads and writes');
  const folder = await openFolder(given, root);
  if (only !== undefined && !folder.ids.includes(only)) throw noPlaybook(only, folder);
  const made = publication(assemble(folder.files), only);
  if (!made.ok)
    throw faulty(
      made.faults.join(' | '),
      'A released version never changes: raise metadata.version instead',
      `npx cordon playbook lint${folder.flag}`,
    );
  const names = [...made.files.keys()].map((file) => file.replace('/released/', ' ').replace(/\.json$/, ''));
  for (const name of names) {
    const [id = ''] = name.split(' ');
    const { ok, lines } = await checksOf(folder, id);
    if (!ok)
      throw faulty(
        lines.join(' | '),
        'Only what passes lint and its rehearsals is released',
        `npx cordon playbook test ${id}${folder.flag}`,
      );
  }
  const [first] = names;
  if (first === undefined) {
    out.lines(['Everything is released already; nothing was written.']);
    const next = `npx cordon playbook lint${folder.flag}`;
    out.data({ released: [], next });
    out.next(next);
    return 0;
  }
  await write(folder, made.files, made.versions);
  out.lines([
    `Released ${names.join(', ')} in ${folder.name}/.`,
    'A server reads it when it is started. Where a version was activated, that one goes on answering until people agree to another.',
  ]);
  const next = `npx cordon playbook activate ${first}`;
  out.data({ released: names.map((name) => ({ playbook: name.split(' ')[0] ?? '', version: name.split(' ')[1] ?? '' })), next });
  out.next(next);
  return 0;
};
