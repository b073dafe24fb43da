import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogOf } from '../actions/catalog.ts';
import type { Action } from '../core/action/define.ts';
import { actionFunctionName } from '../core/action/role-names.ts';
import { canonical } from '../core/json.ts';
import { assemble } from '../core/playbook/assemble.ts';
import { ROOT, type Config } from './config.ts';

const PLAYBOOKS = join(ROOT, 'playbooks');
const released = (): ReadonlyMap<string, string> => {
  const folders = readdirSync(PLAYBOOKS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = folders.flatMap(({ name }) => {
    const inside = readdirSync(join(PLAYBOOKS, name));
    return inside.includes('released') ? readdirSync(join(PLAYBOOKS, name, 'released')).map((file) => `${name}/released/${file}`) : [];
  });
  return new Map(['versions.json', ...files].map((file) => [file, readFileSync(join(PLAYBOOKS, file), 'utf8')]));
};

/** Released playbooks only: what is not released runs in the sandbox. One that does not fit versions.json stops the synthesis. */
export const playbooksText = (): string => {
  const { versions, playbooks, problems } = assemble(released());
  if (problems.length > 0) throw new Error(problems.map(({ what, why }) => `${what}: ${why}`).join('\n'));
  return canonical({ versions, released: playbooks.map(({ file, ref, document }) => ({ file, digest: ref.digest, document })) });
};

/** Writes beside each bundle what its function reads when it starts (functions/live.ts), and nothing else. */
export const writeAssets = (bundles: string, { assets }: Config, actions: readonly Action[]): void => {
  const files = { 'assets.json': canonical(assets), 'catalog.json': canonical(catalogOf(actions)), 'playbooks.json': playbooksText() };
  const needs: readonly (readonly [string, readonly (keyof typeof files)[]])[] = [
    ['cordon-intake', ['assets.json', 'catalog.json', 'playbooks.json']],
    ['cordon-run', ['assets.json', 'catalog.json', 'playbooks.json']],
    ['cordon-approve', ['assets.json', 'catalog.json', 'playbooks.json']],
    ['cordon-sweep', ['assets.json', 'catalog.json']],
    ['cordon-slack-worker', ['assets.json', 'catalog.json', 'playbooks.json']],
    ['cordon-slack-outbox', ['assets.json', 'catalog.json']],
    ...actions.filter(({ needs }) => needs.includes('assets')).map(({ id }) => [actionFunctionName(id), ['assets.json']] as const),
  ];
  for (const [name, wanted] of needs) for (const file of wanted) writeFileSync(join(bundles, name, file), files[file]);
};
