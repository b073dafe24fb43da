import { Mode } from '../approval/grant.ts';
import { isObject } from '../json.ts';
import type { Leaf } from './diff-json.ts';
import { BUMPS, conditionScope, looser, same, tighter, unsure, words, type Bump, type Meaning } from './diff-meaning.ts';
import type { PlaybookDocument } from './document.ts';

const modeMeaning = (before: PlaybookDocument, after: PlaybookDocument): Meaning => {
  const modes = Mode.options;
  const means = {
    observe: 'it only describes',
    propose: 'people are asked for everything that changes anything',
    enforce: 'only the approval table decides who is asked',
  }[after.mode];
  return modes.indexOf(after.mode) > modes.indexOf(before.mode) ? looser(`mode raised: ${means}`) : tighter(`mode lowered: ${means}`);
};

const findingsMeaning = (before: readonly string[], after: readonly string[]): Meaning => {
  const [more, fewer] = [after.filter((one) => !before.includes(one)), before.filter((one) => !after.includes(one))];
  const loses = fewer.length === 0 ? '' : ` and no longer ${fewer.join(', ')}`;
  if (more.length > 0) return looser(`trigger widened: it now answers ${more.join(', ')}${loses}`);
  return fewer.length > 0
    ? tighter(`trigger narrowed: it no longer answers ${fewer.join(', ')}`)
    : same('the same classes in another order', 'patch');
};

const whereMeaning = (before: string, after: string): Meaning =>
  ({
    same: same('the same conditions, written otherwise', 'patch'),
    narrower: tighter('trigger narrowed: one more condition must hold before it answers'),
    wider: looser('trigger widened: it answers findings that it left alone before'),
    other: unsure('trigger changed: the text does not show whether it answers more or less'),
  })[conditionScope(before, after)];

const inputMeaning = ({ path: [, name, field], before, after }: Leaf): Meaning => {
  if (field === 'describe') return words;
  if (field === 'optional')
    return after === true
      ? same(`callers may leave ${name} out`)
      : { ...same(`callers must hand over ${name}`), bump: before === true ? 'major' : 'patch' };
  if (field !== undefined) return { ...same(`callers must hand over something else as ${name}`), bump: 'major' };
  if (name === undefined) return { ...same('who may call it, and with what, is another matter now'), bump: 'major' };
  if (after === undefined) return { ...same(`callers that hand over ${name} are refused`), bump: 'major' };
  const optional = isObject(after) && after['optional'] === true;
  return optional ? same(`callers may hand over ${name}`) : { ...same(`callers must hand over ${name}`), bump: 'major' };
};

const outputMeaning = ({ path: [, name], before, after }: Leaf): Meaning => {
  if (name === undefined)
    return {
      ...same(after === undefined ? 'callers read the answers of its steps again' : 'callers read only what is named'),
      bump: 'major',
    };
  if (after === undefined) return { ...same(`callers that read ${name} find nothing`), bump: 'major' };
  return before === undefined ? same(`callers may read ${name}`) : unsure(`callers read something else as ${name}`);
};

/** A shared playbook has versions of its own; what became looser there is looser here. */
const lockMeaning = ({ path: [, id, field], before, after }: Leaf): Meaning => {
  if (field === 'digest') return same('follows from its version', 'none');
  if (field !== 'version' || typeof before !== 'string' || typeof after !== 'string')
    return unsure(`another set of playbooks is called (${id})`);
  const [a, b] = [before.split('.'), after.split('.')];
  const at = a.findIndex((number, index) => number !== b[index]);
  const bump: Bump = BUMPS[3 - at] ?? 'major';
  return {
    safety: bump === 'major' ? 'unsure' : 'same',
    bump,
    means: `it calls ${id} ${after}; compare that one with npx cordon playbook diff ${id} ${before} ${after}`,
  };
};

const evidenceMeaning = ({ before, after }: Leaf): Meaning => {
  if ((before ?? 'hold') === (after ?? 'hold')) return same('hold is the default', 'patch');
  return after === 'contain'
    ? looser('without evidence it contains anyway: evidence may be lost')
    : unsure('without evidence it now holds and asks: evidence is safe, containment waits for a person');
};

const metadataMeaning = (field: string | undefined): Meaning => {
  if (field === 'id') return { ...same('another playbook: what refers to the old name no longer finds it'), bump: 'major' };
  return field === 'version' ? same('the version itself', 'none') : words;
};

/** What a change outside the steps means. What this does not know, a person must judge. */
export const documentMeaning = (leaf: Leaf, before: PlaybookDocument, after: PlaybookDocument): Meaning => {
  const [top, field] = leaf.path;
  switch (top) {
    case 'metadata':
      return metadataMeaning(field);
    case 'mode':
      return modeMeaning(before, after);
    case 'onEvidenceFailure':
      return evidenceMeaning(leaf);
    case 'inputs':
      return inputMeaning(leaf);
    case 'outputs':
      return outputMeaning(leaf);
    case 'locks':
      return lockMeaning(leaf);
    case 'triggers': {
      if (before.triggers === undefined) return looser('it now answers findings by itself');
      if (after.triggers === undefined) return unsure('it answers no finding any more, only those that call it');
      return field === 'findings'
        ? findingsMeaning(before.triggers.findings, after.triggers.findings)
        : whereMeaning(before.triggers.where, after.triggers.where);
    }
    default:
      return unsure('nothing is known about this field');
  }
};
