import middy from '@middy/core';
import { answerFrom } from '../engine/authority/answer-from.ts';
import { makeAuthority } from '../engine/authority/authority.ts';
import { ApproveRequest } from '../core/approval/approve-request.ts';
import { checkDoor } from './doors.ts';
import { liveAuthorityDesk } from './live.ts';
import { once } from './once.ts';

const authority = once(async () => makeAuthority(await liveAuthorityDesk()));

/** The only function whose role may use the grant key. What it is asked is checked; whom it believes is the ledger's sealed facts. */
export const handler = middy(
  async (event: object, { invokedFunctionArn }: { readonly invokedFunctionArn: string }): ReturnType<typeof answerFrom> => {
    const asked = ApproveRequest.parse(event);
    checkDoor(invokedFunctionArn, asked);
    return answerFrom(await authority(), asked);
  },
);
