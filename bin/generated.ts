import { cliReference } from '../cli/reference.ts';
import { VERBS } from '../core/verb/table.ts';
import { actionsPage, catalogFile } from './generate/action-pages.ts';
import { approvalsPage } from './generate/approvals-page.ts';
import { playbookFiles } from './generate/playbook-files.ts';
import { playbookPages } from './generate/playbook-pages.ts';
import { rangePage } from './generate/range-page.ts';
import { sourcesPage } from './generate/reference-pages.ts';

/** One generated file. `make` is pure: the same sources give the same text on every machine. */
export interface Generator {
  /** From the root of the project. */
  readonly path: string;
  readonly make: () => string | Promise<string>;
}

/** Every generated file of the project. Add yours here; `npm run generate` writes it, `npm run check` compares it. */
export const GENERATED: readonly Generator[] = [
  { path: 'actions/catalog.json', make: catalogFile },
  { path: 'docs/reference/actions.md', make: actionsPage },
  { path: 'docs/reference/approvals.md', make: approvalsPage },
  { path: 'docs/reference/cli.md', make: () => cliReference(VERBS) },
  { path: 'docs/reference/range.md', make: rangePage },
  { path: 'docs/reference/sources.md', make: sourcesPage },
  ...(await playbookFiles()),
  ...(await playbookPages()),
];
