import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { playbooksFromFiles } from '../adapters/playbooks-files.ts';
import { catalogFrom, type CatalogEntry } from '../core/action/catalog.ts';
import { cacaoOf } from '../core/playbook/cacao/export.ts';
import type { PlaybookDocument } from '../core/playbook/document.ts';
import type { PlaybookLibrary } from '../core/playbook/library.ts';
import { rulesOf } from '../core/playbook/step.ts';
import { row } from '../core/report/layout.ts';
import type { HandlerOf } from './invocation.ts';
import { Stop } from './stop.ts';

const notFound = (message: string, hint: string): Stop =>
  new Stop({ code: 'not-found', hint, effect: 'no-change', next: 'npx cordon playbook lint', exit: 6, message });

/** What a playbook calls, directly or through others, in the version that it is locked to. */
const gather = async (
  library: PlaybookLibrary,
  { steps, locks }: PlaybookDocument,
  called: Map<string, PlaybookDocument>,
): Promise<void> => {
  for (const id of steps.flatMap((step) => rulesOf(step).calls)) {
    if (called.has(id)) continue;
    const found = await library.resolve(id, locks?.[id]?.version);
    if (found === undefined) continue;
    called.set(id, found.document);
    await gather(library, found.document, called);
  }
};

/** The CACAO document alone on standard output, so that `> playbook.json` is what a CACAO tool takes. From the files alone. */
export const playbookExport: HandlerOf<'playbook export'> = async ({ args: { playbook: id, release: version } }, out, { root }) => {
  out.place('OFFLINE  this reads files: it asks no server and no AWS account', 'OFFLINE');
  const entries: readonly CatalogEntry[] = JSON.parse(readFileSync(join(root, 'actions/catalog.json'), 'utf8'));
  const catalog = catalogFrom(entries);
  const library = playbooksFromFiles(join(root, 'playbooks'));
  const found = await library.resolve(id, version);
  if (found === undefined)
    throw notFound(
      `There is no playbook ${id}${version === undefined ? '' : ` ${version}`}`,
      'Its name is that of its folder in playbooks/',
    );
  const { document, state } = found;
  const called = new Map<string, PlaybookDocument>();
  await gather(library, document, called);
  const made = cacaoOf(document, { action: (action) => catalog.get(action), called: (sub) => called.get(sub) });
  if (!made.ok) {
    const { what, why, next, effect } = made.failure;
    throw new Stop({ exit: 3, code: made.failure.kind, message: `${what}: ${why}`, hint: 'Nothing was written', effect, next });
  }
  if (!out.json) process.stdout.write(`${JSON.stringify(made.value, null, 2)}\n`);
  const next = `npx cordon playbook lint ${id}`;
  out.data({ cacao: made.value, next });
  const from = state === 'released' ? 'as it was released' : 'a working version: it is not released yet';
  out.note([
    `${id} ${document.metadata.version}, ${from}. CACAO 2.0; what CACAO has no word for is in its extension.`,
    ...row('Next', [next], out.width),
  ]);
  return 0;
};
