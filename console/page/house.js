// What concerns no single incident: a stop, its questions, and playbooks of which nothing answers.
import { approvalCard } from './approval.js';
import { h } from './dom.js';
import { mark } from './shapes.js';
import { state } from './store.js';

/** First on the page for as long as it lasts: whoever reads an incident must know that nothing moves. */
export const houseBand = () => {
  const { stopped = null, problems = [] } = state.overview.house ?? {};
  const lines = [...(stopped === null ? [] : [stopped]), ...problems];
  return (
    lines.length > 0 &&
    h(
      'section',
      { class: 'band alarm', key: 'house', role: 'alert', 'aria-label': 'The whole house' },
      mark('warning', 24),
      h(
        'div',
        null,
        lines.map((sentence, index) => h('p', { key: index }, sentence)),
        stopped !== null &&
          h(
            'p',
            { class: 'small', key: 'go-on' },
            'To go on, others must agree: ',
            h('code', { class: 'command' }, 'npx cordon resume --all'),
          ),
      ),
    )
  );
};

export const houseAsks = () => {
  const { waiting = [] } = state.overview.house ?? {};
  return (
    waiting.length > 0 &&
    h('section', { class: 'asks', key: 'house-asks', 'aria-label': 'Decisions about the whole house' }, waiting.map(approvalCard))
  );
};
