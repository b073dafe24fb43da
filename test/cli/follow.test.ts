import type { ServerResponse } from 'node:http';
import { incidentCard } from './cards.ts';
import { cordon, reply, serving, type Serve } from './run.ts';

const line = (seq: number, sentence: string) => ({ seq, at: `2026-11-20T02:41:4${seq}.000Z`, sentence, by: 'machine', who: 'run' });
const send = (response: ServerResponse, event: string, data: object) =>
  response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
const stream = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });

interface Story {
  readonly after: object;
  readonly exit?: number;
  readonly tell: (response: ServerResponse, from: number) => void;
}
const story =
  ({ after, exit = 0, tell }: Story): Serve =>
  ({ path }, response) => {
    const url = new URL(path, 'http://127.0.0.1');
    if (url.pathname === '/incidents/INC-1') return reply(response, after);
    if (url.pathname === '/follow') return tell(stream(response), Number(url.searchParams.get('from')));
    return reply(
      response,
      { exit, lines: ['A-1 approved by you'], data: { approval: 'A-1' }, follow: { incident: 1, fromSeq: 3 } },
      exit === 4 ? 202 : 200,
    );
  };
const play = async (told: Story, args: readonly string[], interruptAt?: RegExp) => {
  const server = await serving(story(told));
  try {
    return await cordon(args, server.dataDir, {}, undefined, interruptAt);
  } finally {
    await server.close();
  }
};
const tellAll: Story['tell'] = (response) => {
  send(response, 'line', line(3, 'calls sent: deny'));
  send(response, 'line', line(4, 'proven: deny: a canary call: AccessDenied'));
  send(response, 'settled', { reason: 'waits for A-2' });
  response.end();
};
const contained = {
  ...incidentCard,
  word: 'CONTAINED',
  because: ['fraud-scorer refuses every caller'],
  waiting: [],
  next: 'npx cordon show A-2',
};

test('steps and proofs as they come on stderr, then the word and Next on stdout', async () => {
  const { exit, stdout, stderr } = await play({ after: contained, tell: tellAll }, ['approve', 'A-1']);
  expect(exit).toBe(0);
  expect(stderr).toMatch(/SANDBOX.*\n {2}running +deny\n {2}proof +deny: a canary call: AccessDenied +1\.0 s\n$/);
  expect(stdout).toMatch(
    /^A-1 approved by you\nCONTAINED .*\. fraud-scorer\n {2}Proof +fraud-scorer refuses every caller\n {2}Next +npx cordon show A-2\n$/,
  );
});
test('as JSON: one object, with the incident as it stands then', async () => {
  const { stdout } = await play({ after: contained, tell: tellAll }, ['approve', 'A-1', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    schemaVersion: 1,
    approval: 'A-1',
    incident: { word: 'CONTAINED' },
    next: 'npx cordon show A-2',
  });
});
test('a stream that breaks is taken up where it stopped, and no line is told twice', async () => {
  let connections = 0;
  const froms: number[] = [];
  const tell: Story['tell'] = (response, from) => {
    connections += 1;
    froms.push(from);
    if (connections > 1) return tellAll(response, from);
    send(response, 'line', line(3, 'calls sent: deny'));
    setTimeout(() => response.destroy(), 50);
  };
  const { exit, stderr } = await play({ after: contained, tell }, ['approve', 'A-1']);
  expect([exit, ...froms]).toEqual([0, 3, 4]);
  expect(stderr.split('running')).toHaveLength(2);
});
const telling =
  (...sentences: readonly string[]): Story['tell'] =>
  (response) => {
    for (const [index, sentence] of sentences.entries()) send(response, 'line', line(3 + index, sentence));
    send(response, 'settled', { reason: 'ended' });
    response.end();
  };
const waiting = [{ ...incidentCard.waiting[0], number: 3 }];
const choices = [{ number: 1, state: 'waiting' }];
const forks = 'C-1 asks commander: Roll back? (rollback, keep-contained; keep-contained if nobody answers until 03:00:00Z)';
test.each([
  ['a release that asks others', ['release', 'fraud-scorer'], ['waiting for A-3 Release: bo, cy until 03:00:00Z'], { waiting }, 4],
  ['a release beside an older question', ['release', 'fraud-scorer'], ['proven: release: tag gone'], { waiting }, 0],
  ['a yes after which something else waits', ['approve', 'A-1'], ['waiting for A-3 Roll back: cy until 03:00:00Z'], { waiting }, 0],
  ['a yes after which its run asks which way', ['approve', 'A-1'], [forks], { choices, next: 'npx cordon show C-1' }, 4],
  ['a yes while an older question is open', ['approve', 'A-1'], ['proven: deny: tag set'], { choices }, 0],
  ['a question that is answered by then', ['approve', 'A-1'], [forks], { choices: [{ number: 1, state: 'made' }] }, 0],
  ['an answer whose step asks others', ['choose', 'C-1', 'rollback'], ['waiting for A-3 Roll back: bo until 03:00:00Z'], { waiting }, 4],
  ['an answer after which the way forks again', ['choose', 'C-2', 'rollback'], [forks], { choices }, 4],
  ['an answer that ends the run', ['choose', 'C-1', 'hand-over'], ['run aborted: Ann takes over by hand.'], {}, 0],
  ['an answer after which a step failed', ['choose', 'C-1', 'rollback'], ['refuted: rollback: not in service'], {}, 1],
  ['a word that is unknown', ['approve', 'A-1'], [], { word: 'UNKNOWN', because: ['not read back'] }, 8],
  ['a step that is unknown', ['approve', 'A-1'], ['unknown: deny: timed out'], {}, 8],
  ['a step that failed', ['approve', 'A-1'], ['refuted: deny: still answers'], {}, 1],
  ['a run that failed', ['contain', 'fraud-scorer'], ['run failed: no such endpoint'], {}, 1],
])('exit code after %s', async (_, args, sentences, after, exit) => {
  expect((await play({ after: { ...contained, ...after }, tell: telling(...sentences) }, args)).exit).toBe(exit);
});

test('Ctrl-C ends the watching, and says that the incident goes on', async () => {
  const tell: Story['tell'] = (response) => void send(response, 'line', line(3, 'calls sent: deny'));
  const { exit, stderr } = await play({ after: contained, tell }, ['approve', 'A-1'], /running/);
  expect(exit).toBe(130);
  expect(stderr).toMatch(/INC-1 goes on by itself\.[^]*Next +npx cordon status INC-1/);
});
