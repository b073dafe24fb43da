/** What people do and tell each other; none of it changes an account. */
export { abort } from './abort.ts';
export { choose } from './choose.ts';
export { declare } from './declare.ts';
export { adoptChange } from './adopt-change.ts';
export { keep } from './keep.ts';
export { settle } from './settle.ts';
export { note } from './note.ts';
export { taskDone, taskList } from './task.ts';
