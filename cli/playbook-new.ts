import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { newPlaybook } from '../core/playbook/new-playbook.ts';
import { table } from '../core/report/layout.ts';
import type { HandlerOf } from './invocation.ts';
import { checksOf, startedBeside } from './playbook-checks.ts';
import { knownOf, openFolder, sayOffline, shellWord } from './playbook-folder.ts';
import { sourceOf } from './playbook-source.ts';
import { refuseTaken, refuseUnsafe, writeAll } from './playbook-write.ts';

/** A playbook to begin with that already passes lint and its rehearsals, and the lines that are its author's. */
export const playbookNew: HandlerOf<'playbook new'> = async ({ args: { playbook: id, from, into, owner } }, out, { root }) => {
  sayOffline(out, 'reads and writes');
  refuseUnsafe(id);
  const [shipped, target] = [await openFolder(undefined, root), await openFolder(into, root)];
  const source = await sourceOf(from, target, shipped);
  refuseTaken(id, target);
  const schemaFolder = existsSync(join(target.path, 'schema.json')) ? target.path : shipped.path;
  const made = newPlaybook(
    {
      id,
      schema: relative(join(target.path, id), join(schemaFolder, 'schema.json')),
      source,
      ...(owner !== undefined && { owner }),
    },
    await knownOf(target),
  );
  await writeAll(target, id, made.files);
  const checked = await openFolder(into, root);
  const { lines, ok } = await checksOf(checked, id);
  const [folder, flag] = [`${target.name}/${id}`, into === undefined ? '' : ` --in ${shellWord(target.name)}`];
  const rival = startedBeside(checked, id);
  out.lines([
    `Wrote ${folder}/: ${[...made.files.keys()].join(', ')}.`,
    ...lines,
    ...(rival === undefined ? [] : [rival]),
    `Yours to write in ${folder}/:`,
    ...table(
      made.toWrite.map(({ file, line, what }) => [`${file}:${line}`, what]),
      out.width,
    ),
  ]);
  const next = ok ? `npx cordon playbook lint ${id}${flag} --watch` : `npx cordon playbook test ${id}${flag}`;
  out.data({ playbook: id, folder, files: [...made.files.keys()], toWrite: made.toWrite, passes: ok, next });
  out.next(next);
  return ok ? 0 : 3;
};
