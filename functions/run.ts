import { withDurableExecution, type DurableContext } from '@aws/durable-execution-sdk-js';
import { interpret } from '../engine/interpret/run.ts';
import type { RunInput } from '../engine/ports.ts';
import { liveRunDesk } from './live.ts';
import { once } from './once.ts';

const desk = once(liveRunDesk);

/** One run of one playbook, for up to a year. Its role may invoke action functions and approve, and append to the ledger; nothing else. */
export const handler = withDurableExecution(async (input: RunInput, context: DurableContext) => interpret(await desk())(input, context));
