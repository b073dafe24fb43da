import type { Check } from './tree.ts';

/** A name that says nothing collects everything. */
const EMPTY_FILE_NAMES = new Set(['util', 'utils', 'common', 'shared', 'helper', 'helpers', 'types', 'misc']);
const EMPTY_FOLDER_NAMES = new Set([...EMPTY_FILE_NAMES, 'service', 'services', 'lib']);
const KEBAB = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
/** README.md, LICENSE, CONTRIBUTING.md … */
const CAPITALS = /^[A-Z]+(\.md)?$/;

const objectionToPart = (part: string, isFile: boolean): string | undefined => {
  const stem = part.split('.')[0] ?? '';
  if ((isFile ? EMPTY_FILE_NAMES : EMPTY_FOLDER_NAMES).has(stem)) return `"${part}" says nothing: name it after what is in it`;
  if (KEBAB.test(part) || (isFile && CAPITALS.test(part))) return undefined;
  return `"${part}" is not kebab-case`;
};

export const checkNames: Check = ({ files }) =>
  files.flatMap((path) => {
    const parts = path.split('/');
    return parts.flatMap((part, index) => {
      const message = objectionToPart(part, index === parts.length - 1);
      return message === undefined ? [] : [{ path, message }];
    });
  });
