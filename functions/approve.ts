import middy from '@middy/core';
import { makeAuthority } from '../engine/authority/authority.ts';
import type { Authority } from '../engine/ports.ts';
import { ApproveRequest } from '../core/approval/approve-request.ts';
import { checkDoor } from './doors.ts';
import { liveAuthorityDesk } from './live.ts';
import { once } from './once.ts';

const authority = once(async () => makeAuthority(await liveAuthorityDesk()));

/** The only function whose role may use the grant key. What it is asked is checked; whom it believes is the ledger's sealed facts. */
export const handler = middy(
  async (
    event: object,
    { invokedFunctionArn }: { readonly invokedFunctionArn: string },
  ): Promise<Awaited<ReturnType<Authority[keyof Authority]>>> => {
    const asked = ApproveRequest.parse(event);
    checkDoor(invokedFunctionArn, asked);
    const office = await authority();
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
  },
);
