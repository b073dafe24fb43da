import { diffPlaybooks } from '../core/playbook/diff.ts';
import { diffLines } from '../core/playbook/diff-text.ts';
import { documentDigest } from '../core/playbook/document.ts';
import type { HandlerOf } from './invocation.ts';
import { documentNamed, type NamedDocument } from './playbook-document.ts';
import { knownOf, openFolder, sayOffline } from './playbook-folder.ts';

/** What differs between two documents, field by field, and what that means. */
export const playbookDiff: HandlerOf<'playbook diff'> = async ({ args }, out, { root }) => {
  sayOffline(out);
  const { playbook: id, from, to = 'working', in: given, 'exit-code': counts } = args;
  const folder = await openFolder(given, root);
  const named = documentNamed(folder, id);
  const [before, after] = [await named(from), await named(to)];
  const diff = diffPlaybooks(before.document, after.document, await knownOf(folder));
  const { version } = after.document.metadata;
  out.lines(diffLines(diff, [before.name, after.name], version, out.width));
  const next = diff.changes.length > 0 ? `npx cordon playbook test ${id}${folder.flag}` : `npx cordon playbook lint ${id}${folder.flag}`;
  const side = ({ name, document }: NamedDocument) => ({ name, version: document.metadata.version, digest: documentDigest(document) });
  out.data({ playbook: id, from: side(before), to: side(after), same: diff.changes.length === 0, ...diff, next });
  out.next(next);
  return counts && diff.changes.length > 0 ? 3 : 0;
};
