import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { documentFrom, newestPlaybooks, type Assembled } from '../core/playbook/assemble.ts';
import { documentDigest } from '../core/playbook/document.ts';
import type { LoadedPlaybook, PlaybookLibrary } from '../core/playbook/library.ts';
import { Versions } from '../core/playbook/version.ts';

/** What `infra/assets.ts` writes beside a bundle: the released playbooks, so that a function needs no YAML and no folder. */
const Bundled = z.strictObject({
  versions: Versions,
  released: z.array(z.strictObject({ file: z.string(), digest: z.string(), document: z.unknown() })),
});

const loaded = ({ file, digest, document }: z.output<typeof Bundled>['released'][number]): LoadedPlaybook => {
  const read = documentFrom(document);
  if (!read.ok) throw new Error(`${file}: ${read.failure.why}`);
  const { id, version } = read.value.metadata;
  const ref = { id, version, digest: documentDigest(read.value) };
  if (ref.digest !== digest) throw new Error(`${file} has digest ${ref.digest}, released was ${digest}`);
  return { ref, document: read.value, state: 'released', file };
};

/** Released playbooks from one file. A file that does not fit stops the function: a bundle is whole or it is not ours. */
export const playbooksFromBundle = (path: string): PlaybookLibrary => {
  let cache: Promise<Pick<Assembled, 'playbooks' | 'versions'>> | undefined;
  const load = (): Promise<Pick<Assembled, 'playbooks' | 'versions'>> => {
    cache ??= readFile(path, 'utf8').then((text) => {
      const { versions, released } = Bundled.parse(JSON.parse(text));
      return { versions, playbooks: released.map(loaded) };
    });
    return cache;
  };
  return {
    all: async () => newestPlaybooks(await load()),
    byRef: async (ref) =>
      (await load()).playbooks.find((one) => one.ref.id === ref.id && one.ref.version === ref.version && one.ref.digest === ref.digest),
    resolve: async (id, version) => {
      const all = await load();
      return version === undefined
        ? newestPlaybooks(all).find(({ ref }) => ref.id === id)
        : all.playbooks.find(({ ref }) => ref.id === id && ref.version === version);
    },
    read: documentFrom,
    shelf: load,
    problems: async () => [],
  };
};
