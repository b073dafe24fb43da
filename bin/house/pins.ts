import { lockedOf, manifestOf, nameOf, resolves } from './lock.ts';
import type { Check } from './tree.ts';

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** A range would install something that nobody has tried. */
export const checkPins: Check = (tree) => {
  const { dependencies, devDependencies, optionalDependencies, overrides } = manifestOf(tree);
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies, ...overrides })
    .filter(([, version]) => !EXACT.test(version))
    .map(([name, version]) => ({ path: 'package.json', message: `${name} "${version}" is not an exact version` }));
};

export const checkIntegrity: Check = (tree) =>
  Object.entries(lockedOf(tree))
    .filter(([path, entry]) => path !== '' && !entry.inBundle && !entry.link && !entry.integrity?.startsWith('sha512-'))
    .map(([path, entry]) => ({ path: 'package-lock.json', message: `${nameOf(path)} ${entry.version} has no sha512 integrity` }));

/**
 * npm leaves a platform package that the registry lacks out of the lock without a word; from then on `npm ci` stops with EUSAGE, on
 * every machine, also on those that do not need it.
 */
export const checkPlatforms: Check = (tree) => {
  const locked = lockedOf(tree);
  return Object.entries(locked).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies)
      .filter((name) => !resolves(locked, path, name))
      .map((name) => ({
        path: 'package-lock.json',
        message: `${path === '' ? 'this project' : `${nameOf(path)} ${entry.version}`} lacks ${name}: npm ci fails; pin a version whose platform packages all exist`,
      })),
  );
};

/** A required package for one platform makes `npm ci` stop with EBADPLATFORM on all others. */
export const checkRequired: Check = (tree) =>
  Object.entries(lockedOf(tree))
    .filter(([, entry]) => !entry.optional && !entry.inBundle && (entry.os ?? entry.cpu) !== undefined)
    .map(([path, entry]) => ({
      path: 'package.json',
      message: `${nameOf(path)} runs on ${[...(entry.os ?? []), ...(entry.cpu ?? [])].join(' ')} only: make it an optional dependency`,
    }));
