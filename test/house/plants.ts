import { LANGUAGE } from './plants-language.ts';
import type { Plant } from './plant.ts';

const importing = (path: string, bad: string, says: string, good = "import * as z from 'zod';\nexport const x = z;\n"): Plant => ({
  path,
  says,
  bad: `import { x } from '${bad}';\nexport const y = x;\n`,
  good,
});
const OWN = 'export const x = 1;\n';
const coreOnly = "import { ok } from '../core/failure.ts';\nexport const y = ok;\n";

/** Who may import whom. */
const WALLS: readonly Plant[] = [
  importing('core/reaches-adapter.ts', '../adapters/clock.ts', 'core/ may not import from adapters/'),
  importing('core/deep/reaches-engine.ts', '../../engine/ports.ts', 'core/ may not import from engine/'),
  importing('core/reaches-sdk.ts', '@aws-sdk/client-s3', 'core/ may not import the package @aws-sdk/client-s3'),
  importing('core/reads-files.ts', 'node:fs', 'core/ may not import the package node:fs'),
  {
    ...importing('core/makes-keys.ts', 'node:crypto', 'core/ may import createHash from node:crypto, not x'),
    good: "import { createHash } from 'node:crypto';\nexport const y = createHash;\n",
  },
  {
    path: 'core/type-only.ts',
    says: 'core/ may not import from engine/',
    bad: "import type { Ledger } from '../engine/ports.ts';\nexport type Y = Ledger;\n",
    good: 'export type Y = string;\n',
  },
  {
    path: 'core/inline-type.ts',
    says: 'core/ may not import from engine/',
    bad: "export type Y = import('../engine/ports.ts').Ledger;\n",
    good: 'export type Y = string;\n',
  },
  {
    path: 'core/passes-on.ts',
    says: 'core/ may not import from engine/',
    bad: "export * from '../engine/ports.ts';\n",
    good: "export * from './failure.ts';\n",
  },
  {
    path: 'engine/later.ts',
    says: 'engine/ may not import from adapters/',
    bad: "export const later = () => import('../adapters/clock.ts');\n",
    good: "export const later = () => import('../core/failure.ts');\n",
  },
  importing('sources/reaches-engine.ts', '../engine/ports.ts', 'sources/ may not import from engine/', coreOnly),
  importing('engine/reaches-source.ts', '../sources/x.ts', 'engine/ may not import from sources/', coreOnly),
  importing('engine/durable.ts', '@aws/durable-execution-sdk-js', 'only engine/interpret may import the durable SDK', coreOnly),
  importing('engine/reads-files.ts', 'node:fs', 'engine/ may not import the package node:fs', coreOnly),
  importing('adapters/reaches-function.ts', '../functions/live.ts', 'adapters/ may not import from functions/', coreOnly),
  importing('functions/reaches-tabletop.ts', '../tabletop/local.ts', 'functions/ may not import from tabletop/', coreOnly),
  importing('tabletop/reaches-infra.ts', '../infra/app.ts', 'tabletop/ may not import from infra/', coreOnly),
  importing('infra/reaches-function.ts', '../functions/live.ts', 'infra/ may not import from functions/', coreOnly),
  importing('console/reaches-test.ts', '../test/x.ts', 'console/ may not import from test/', coreOnly),
  importing('engine/reaches-action.ts', '../actions/one/action.ts', 'engine/ may not import from actions/', coreOnly),
  importing('cli/reaches-action.ts', '../actions/one/action.ts', 'read actions/catalog.json', coreOnly),
  importing('console/reaches-actions.ts', '../actions/index.ts', 'console/ may not import from actions/', coreOnly),
  importing(
    'tabletop/reaches-action.ts',
    '../actions/one/action.ts',
    'read actions/catalog.json',
    "import { x } from '../actions/index.ts';\nexport const y = x;\n",
  ),
  {
    path: 'actions/one/reaches-two.ts',
    says: 'an action may not import another action (actions/two)',
    bad: "import { x } from '../two/action.ts';\nexport const y = x;\n",
    good: "import { x } from './action.ts';\nexport const y = x;\n",
  },
  {
    path: 'actions/one/holds-client.ts',
    says: 'actions/ may import SDK commands, not STSClient',
    bad: "import { STSClient } from '@aws-sdk/client-sts';\nexport const y = STSClient;\n",
    good: "import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';\nexport const y = GetCallerIdentityCommand;\nexport type Z = STSClient;\n",
  },
];

/** How decisions stay pure. */
const PURITY: readonly Plant[] = [
  {
    path: 'core/waits.ts',
    says: 'a decision is synchronous',
    bad: 'export const f = async () => 1;\n',
    good: 'export const f = () => 1;\n',
  },
  {
    path: 'core/now.ts',
    says: 'no-restricted-properties',
    bad: 'export const f = () => Date.now();\n',
    good: "export const f = () => Date.parse('2026');\n",
  },
  {
    path: 'engine/now.ts',
    says: 'no-restricted-properties',
    bad: 'export const f = () => Date.now();\n',
    good: "export const f = () => Date.parse('2026');\n",
  },
  {
    path: 'core/today.ts',
    says: 'new Date() reads the clock',
    bad: 'export const f = () => new Date();\n',
    good: 'export const f = () => new Date(0);\n',
  },
  {
    path: 'actions/one/dice.ts',
    says: 'no-restricted-properties',
    bad: 'export const f = () => Math.random();\n',
    good: 'export const f = () => Math.max(1, 2);\n',
  },
  {
    path: 'sources/environment.ts',
    says: 'no-restricted-globals',
    bad: "export const f = () => process.env['X'];\n",
    good: "export const f = () => 'x';\n",
  },
  {
    path: 'core/fetches.ts',
    says: 'no-restricted-globals',
    bad: "export const f = () => fetch('x');\n",
    good: "export const f = () => 'x';\n",
  },
  {
    path: 'engine/sleeps.ts',
    says: 'no-restricted-globals',
    bad: 'export const f = () => setTimeout(() => {}, 1);\n',
    good: 'export const f = () => 1;\n',
  },
  { path: 'core/talks.ts', says: 'no-console', bad: "export const f = () => console.log('x');\n", good: "export const f = () => 'x';\n" },
  {
    path: 'adapters/environment.ts',
    says: 'an adapter reads no environment',
    bad: "export const f = () => process.env['X'];\n",
    good: 'export const f = (x: string) => x;\n',
  },
  {
    path: 'adapters/reads-at-import.ts',
    says: 'reads a file while the module is imported',
    bad: "import { readFileSync } from 'node:fs';\nexport const x = readFileSync('x');\n",
    good: "import { readFileSync } from 'node:fs';\nexport const x = () => readFileSync('x');\n",
  },
  {
    path: 'adapters/connects-at-import.ts',
    says: 'STSClient is made while the module is imported',
    bad: "import { STSClient } from '@aws-sdk/client-sts';\nexport const x = new STSClient();\n",
    good: "import { STSClient } from '@aws-sdk/client-sts';\nexport const x = () => new STSClient();\n",
  },
  {
    path: 'functions/environment.ts',
    says: 'no-process-env',
    bad: "export const f = () => process.env['X'];\n",
    good: 'export const f = (x: string) => x;\n',
  },
];

export const LINT_PLANTS: readonly Plant[] = [...WALLS, ...PURITY, ...LANGUAGE];

/** What the planted files import, so that only the plant is wrong. */
export const GROUND: Readonly<Record<string, string>> = {
  'core/failure.ts': 'export const ok = 1;\n',
  'engine/ports.ts': 'export interface Ledger {\n  readonly x: 1;\n}\n',
  'adapters/clock.ts': OWN,
  'functions/live.ts': OWN,
  'tabletop/local.ts': OWN,
  'infra/app.ts': OWN,
  'sources/x.ts': OWN,
  'test/x.ts': OWN,
  'actions/one/action.ts': OWN,
  'actions/two/action.ts': OWN,
  'actions/index.ts': "export { x } from './one/action.ts';\nexport { x as other } from './two/action.ts';\n",
  ...Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`engine/part-${index}.ts`, OWN])),
};
