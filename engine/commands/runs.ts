import type { ServedName } from '../../core/verb/table.ts';
import type { Run } from '../verb.ts';
import { approve, deny } from './decide.ts';
import { evidenceList, evidenceVerify } from './evidence.ts';
import { contain, release } from './hold.ts';
import { playbookActivate, playbookLive, resume, stop } from './house.ts';
import { history, inventoryList } from './inventory.ts';
import { abort, adoptChange, choose, declare, keep, note, settle, taskDone, taskList } from './people.ts';
import { playbookLint, playbookPlan } from './playbook.ts';
import { send } from './send.ts';
import { list, show, status, timeline } from './read.ts';

export type Runs = { readonly [N in ServedName]: Run<N> };
/** What every verb of the table does that the server knows. One too few or one too many does not compile. */
export const RUNS: Runs = {
  abort,
  'adopt-change': adoptChange,
  approve,
  choose,
  contain,
  declare,
  deny,
  'evidence list': evidenceList,
  'evidence verify': evidenceVerify,
  history,
  'inventory list': inventoryList,
  keep,
  list,
  note,
  'playbook activate': playbookActivate,
  'playbook lint': playbookLint,
  'playbook live': playbookLive,
  'playbook plan': playbookPlan,
  release,
  resume,
  settle,
  send,
  show,
  status,
  stop,
  'task done': taskDone,
  'task list': taskList,
  timeline,
};
