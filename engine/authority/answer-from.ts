import type * as z from 'zod';
import type { ApproveRequest } from '../../core/approval/approve-request.ts';
import type { Authority } from '../ports.ts';

/** One request to the office, whatever it asks. */
export const answerFrom = (
  office: Authority,
  asked: z.output<typeof ApproveRequest>,
): Promise<Awaited<ReturnType<Authority[keyof Authority]>>> => {
  switch (asked.verb) {
    case 'admit':
      return office.admit(asked.ask);
    case 'request':
      return office.request(asked.ask);
    case 'grant':
      return office.grant(asked.ask);
    case 'enact':
      return office.enact(asked.ask);
    case 'stop':
      return office.stop(asked.ask);
    case 'settle':
      return office.settle(asked.ask);
    case 'vote':
      return office.vote(asked.ask);
    case 'fork':
      return office.fork(asked.ask);
    case 'choose':
      return office.choose(asked.ask);
    case 'chosen':
      return office.chosen(asked.ask);
    case 'abort':
      return office.abort(asked.ask);
  }
};
