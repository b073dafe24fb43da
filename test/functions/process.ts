import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** One answer of a handler, as Lambda would put it on the wire. */
export interface Answer {
  readonly payload: string;
  readonly failed: boolean;
}
export interface InvocationContext {
  readonly invokedFunctionArn: string;
  /** Default 15 minutes. */
  readonly remainingMilliseconds?: number;
}
export interface FunctionProcess {
  readonly invoke: (event: unknown, context: InvocationContext) => Promise<Answer>;
  /** What the handler printed. */
  readonly printed: () => string;
  readonly stop: () => void;
}
/** A handler that does not answer has failed the test, whatever it waits for. */
const BOUND_MILLISECONDS = 60_000;

const children = new Set<ChildProcess>();
// A test that fails while it prepares must not leave one behind.
process.once('exit', () => children.forEach((child) => child.kill('SIGKILL')));

/** A bundle in a process of its own, with nothing of ours around it: what Lambda does, less the sandbox. */
export const startFunction = (directory: string, env: Readonly<Record<string, string>>): FunctionProcess => {
  const child: ChildProcess = fork(join(import.meta.dirname, 'serve-bundle.mjs'), [join(directory, 'index.mjs')], {
    env: { PATH: process.env['PATH'], LAMBDA_TASK_ROOT: directory, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
  });
  children.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  let serial = 0;
  const waiting = new Map<number, { readonly resolve: (answer: Answer) => void; readonly reject: (thrown: Error) => void }>();
  child.on('message', ({ id, ...answer }: Answer & { readonly id: number }) => waiting.get(id)?.resolve(answer));
  child.once('exit', () => {
    children.delete(child);
    for (const { reject } of waiting.values()) reject(new Error(`${directory} ended: ${said}`));
  });
  return {
    invoke: (event, context) =>
      new Promise((resolve, reject) => {
        const id = (serial += 1);
        const bound = setTimeout(() => reject(new Error(`${directory} did not answer: ${said}`)), BOUND_MILLISECONDS);
        const settle = () => {
          clearTimeout(bound);
          waiting.delete(id);
        };
        waiting.set(id, {
          resolve: (answer) => {
            settle();
            resolve(answer);
          },
          reject: (thrown) => {
            settle();
            reject(thrown);
          },
        });
        child.send({ id, event, context });
      }),
    printed: () => said,
    stop: () => void child.kill('SIGKILL'),
  };
};
