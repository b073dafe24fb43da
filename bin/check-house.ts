import { checkLicences, checkOwnLicence } from './house/licences.ts';
import { checkNames } from './house/names.ts';
import { checkIntegrity, checkPins, checkPlatforms, checkRequired } from './house/pins.ts';
import { treeAt, type Check } from './house/tree.ts';
import { checkWords } from './house/words.ts';

/** What a linter of single files cannot see. Each has a planted violation in test/house. */
const CHECKS: readonly Check[] = [
  checkNames,
  checkWords,
  checkPins,
  checkIntegrity,
  checkPlatforms,
  checkRequired,
  checkLicences,
  checkOwnLicence,
];

const tree = treeAt(process.argv[2] ?? '.');
const objections = CHECKS.flatMap((check) => check(tree));
for (const { path, message } of objections) console.error(`${path}: ${message}`);
if (objections.length > 0) process.exitCode = 1;
