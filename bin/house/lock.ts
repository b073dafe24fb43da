import * as z from 'zod';
import type { Tree } from './tree.ts';

const Versions = z.record(z.string(), z.string()).default({});
const Names = z.union([z.string().transform((name) => [name]), z.array(z.string())]).optional();
const Entry = z.object({
  version: z.string().default(''),
  integrity: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().default(false),
  optional: z.boolean().default(false),
  inBundle: z.boolean().default(false),
  link: z.boolean().default(false),
  os: Names,
  cpu: Names,
  optionalDependencies: Versions,
});
export type LockEntry = z.infer<typeof Entry>;
const Lock = z.object({ packages: z.record(z.string(), Entry) });
const Manifest = z.object({
  license: z.string().default(''),
  dependencies: Versions,
  devDependencies: Versions,
  optionalDependencies: Versions,
  overrides: Versions,
});

export const manifestOf = (tree: Tree): z.infer<typeof Manifest> => Manifest.parse(JSON.parse(tree.read('package.json')));
export const lockedOf = (tree: Tree): Readonly<Record<string, LockEntry>> =>
  Lock.parse(JSON.parse(tree.read('package-lock.json'))).packages;
export const nameOf = (path: string): string => path.split('node_modules/').at(-1) ?? path;

/** Where Node would find `name` from the package at `path`: its own node_modules, then each one further out. */
export const resolves = (locked: Readonly<Record<string, LockEntry>>, path: string, name: string): boolean => {
  const inside = path === '' ? '' : `${path}/`;
  if (`${inside}node_modules/${name}` in locked) return true;
  if (path === '') return false;
  const outer = path.lastIndexOf('/node_modules/');
  return resolves(locked, outer < 0 ? '' : path.slice(0, outer), name);
};
