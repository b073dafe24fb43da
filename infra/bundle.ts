import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import { actions } from '../actions/index.ts';
import type { Action } from '../core/action/define.ts';
import { serviceOf } from '../core/action/iam.ts';
import { actionFunctionName } from '../core/action/role-names.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Functions that every deployment has, besides the actions. */
export const CONTROL = ['intake', 'run', 'approve', 'notify', 'sweep'] as const;
export type ControlName = (typeof CONTROL)[number];
/** Functions of a deployment that has Slack. */
export const SLACK = ['slack-ingress', 'slack-worker', 'slack-outbox'] as const;
export type SlackName = (typeof SLACK)[number];
/** Functions that are no action. */
export const FUNCTIONS = [...CONTROL, ...SLACK] as const;

const folderOf = ({ id }: Action): string => id.slice(id.indexOf('.') + 1);
const camel = (kebab: string): string => kebab.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const servicesOf = (commands: Action['reads']): readonly string[] => [...new Set(commands.map(serviceOf))].toSorted();
/** Services of INVENTORY_READS; test/infra compares. */
export const INVENTORY_SERVICES = ['cloudtrail', 'sagemaker'] as const;

/** The entry of one action: the action, and of the rest only what its declaration asks for. */
export const entryOf = (action: Action): string => {
  const [member, canary] = [servicesOf([...action.reads, ...action.writes]), servicesOf(action.probes)];
  const assets = action.needs.includes('assets');
  const evidence = action.needs.includes('evidence');
  const clients = [...new Set([...member, ...canary, ...(assets ? INVENTORY_SERVICES : [])])].toSorted();
  const live = [...(assets ? ['liveAssets'] : []), ...(evidence ? ['liveEvidence'] : [])];
  const parts = [
    `member: { ${member.join(', ')} }`,
    `canary: { ${canary.join(', ')} }`,
    ...(assets ? [`assets: liveAssets({ ${INVENTORY_SERVICES.join(', ')} })`] : []),
    ...(evidence ? ['evidence: liveEvidence()'] : []),
  ];
  return [
    `import { ${camel(folderOf(action))} as action } from './actions/${folderOf(action)}/action.ts';`,
    `import { actionHandler } from './functions/action.ts';`,
    `import { ${clients.join(', ')} } from './functions/clients.ts';`,
    ...(live.length > 0 ? [`import { ${live.join(', ')} } from './functions/live.ts';`] : []),
    `export const handler = actionHandler(action, { ${parts.join(', ')} });`,
  ].join('\n');
};

/** Entries of actions exist in memory only: adding an action is adding its folder. */
const actionEntries = (all: readonly Action[]): Plugin => ({
  name: 'action-entries',
  setup: (esbuild) => {
    esbuild.onResolve({ filter: /^action:/ }, ({ path }) => ({ path, namespace: 'action' }));
    esbuild.onLoad({ filter: /^action:/, namespace: 'action' }, ({ path }) => {
      const action = all.find(({ id }) => `action:${id}` === path);
      return action === undefined ? undefined : { contents: entryOf(action), resolveDir: ROOT, loader: 'ts' };
    });
  },
});

/** In Lambda credentials come from the environment; SSO, profiles and the metadata service would be 100 KB that never run. */
const environmentCredentials: Plugin = {
  name: 'environment-credentials',
  setup: (esbuild) => {
    esbuild.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({ path: 'credentials', namespace: 'environment' }));
    esbuild.onLoad({ filter: /.*/, namespace: 'environment' }, () => ({
      contents: `import { fromEnv } from '@aws-sdk/credential-provider-env';\nexport const defaultProvider = fromEnv;`,
      resolveDir: ROOT,
    }));
  },
};

const SCHEMA = /^((?:export )?var [\w$]+) = (\[[^;]*\]);$/gm;
/**
 * The SDK's schemas are literals, but with computed keys, which esbuild must take for effects: a client would carry the schemas of all its
 * operations. Saying that they are pure keeps those that are used.
 */
const pureSchemas: Plugin = {
  name: 'pure-schemas',
  setup: (esbuild) => {
    esbuild.onLoad({ filter: /@aws-sdk[\\/](client-[^\\/]+|nested-clients)[\\/].*[\\/]schemas[\\/]schemas_0\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(SCHEMA, '$1 = /* @__PURE__ */ (() => $2)();'),
      loader: 'js',
    }));
  },
};

/** Importing a file of ours does nothing (lint: house/quiet-import): what an entry does not use of it can go, down to the YAML parser. */
const quietImports: Plugin = {
  name: 'quiet-imports',
  setup: (esbuild) => {
    esbuild.onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === 'resolved') return undefined;
      const found = await esbuild.resolve(path, { resolveDir, kind, pluginData: 'resolved' });
      return { path: found.path, errors: found.errors, sideEffects: false };
    });
  },
};

export interface Bundle {
  /** Name of the function, and of its folder below the output folder. */
  readonly name: string;
  readonly directory: string;
  readonly bytes: number;
}
export interface Bundled {
  readonly bundles: readonly Bundle[];
  readonly metafile: Metafile;
}

/** All functions in one call of esbuild: fifty of them take seconds, not half a minute. */
export const bundle = async (outdir: string, all: readonly Action[] = actions): Promise<Bundled> => {
  const entries = [
    ...FUNCTIONS.map((name) => ({ in: join(ROOT, 'functions', `${name}.ts`), out: `cordon-${name}/index` })),
    ...all.map(({ id }) => ({ in: `action:${id}`, out: `${actionFunctionName(id)}/index` })),
  ];
  const { metafile } = await build({
    entryPoints: entries,
    outdir,
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    mainFields: ['module', 'main'],
    minify: true,
    metafile: true,
    logLevel: 'silent',
    // Packages in CommonJS form ask for Node's own modules by `require`, which an ES module has not.
    banner: { js: `import { createRequire as _createRequire } from 'node:module';\nconst require = _createRequire(import.meta.url);` },
    plugins: [actionEntries(all), environmentCredentials, pureSchemas, quietImports],
  });
  const bundles = Object.entries(metafile.outputs).map(([path, { bytes }]) => {
    const directory = join(ROOT, path, '..');
    return { name: directory.split(/[\\/]/).at(-1) ?? '', directory, bytes };
  });
  return { bundles, metafile };
};
