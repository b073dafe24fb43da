import { approvalsPage } from './generate/approvals-page.ts';

/** One generated file. `make` is pure: the same sources give the same text on every machine. */
export interface Generator {
  /** From the root of the project. */
  readonly path: string;
  readonly make: () => string | Promise<string>;
}

/** Every generated file of the project. Add yours here; `npm run generate` writes it, `npm run check` compares it. */
export const GENERATED: readonly Generator[] = [{ path: 'docs/reference/approvals.md', make: approvalsPage }];
