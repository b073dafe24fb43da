import { DatabaseSync } from 'node:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DurableHost, DurableHostOptions } from '../../../adapters/durable-host/api.ts';
import { createDurableHost } from '../../../adapters/durable-host/host.ts';
import { openDatabase } from '../../../adapters/sqlite.ts';
import { durable, resultOf, sleep } from './kit.ts';

const directory = mkdtempSync(join(tmpdir(), 'cordon-lease-'));
const open: DurableHost[] = [];
let serial = 0;
const freshFile = () => join(directory, `${(serial += 1)}.db`);
const hostOn = (file: string, who: string, ran: string[], options: Partial<DurableHostOptions> = {}): DurableHost => {
  const flow = durable(async (_, context) => {
    await context.step('a', async () => sleep(120).then(() => ran.push(`${who}:a`)));
    await context.step('b', async () => ran.push(`${who}:b`));
    return who;
  });
  const host = createDurableHost({ database: file, functions: { versions: { flow: { 1: flow } } }, pollMs: 20, ...options });
  open.push(host);
  return host;
};
afterEach(() => {
  for (const host of open.splice(0)) host.close();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('two hosts on one file: one drives, both learn the result', async () => {
  const [file, ran]: [string, string[]] = [freshFile(), []];
  const [one, two] = [hostOn(file, 'one', ran), hostOn(file, 'two', ran)];
  const { done } = one.start('flow:1', {}, 'x');
  const [other] = two.recover().resumed;
  expect([resultOf(await done), other && resultOf(await other.done), ran]).toEqual(['one', 'one', ['one:a', 'one:b']]);
});

test('a lease that ran out goes to another host, and the old one can write nothing more', async () => {
  const [file, ran]: [string, string[]] = [freshFile(), []];
  const [one, two] = [hostOn(file, 'one', ran), hostOn(file, 'two', ran)];
  const { done } = one.start('flow:1', {}, 'x');
  await sleep(20);
  const raw = openDatabase(file);
  raw.exec('UPDATE execution SET lease = 0');
  raw.close();
  const [other] = two.recover().resumed;
  expect([resultOf(await done), other && resultOf(await other.done)]).toEqual(['two', 'two']);
  // The step that was in flight has happened, once in each; what follows it only in the new one.
  expect(ran.toSorted()).toEqual(['one:a', 'two:a', 'two:b']);
});

test('who has lost the lease writes nothing more, before anybody else has begun', async () => {
  const [file, ran]: [string, string[]] = [freshFile(), []];
  const one = hostOn(file, 'one', ran, { sharedMachine: false });
  const { arn } = one.start('flow:1', {}, 'x');
  await sleep(20);
  const raw = openDatabase(file);
  raw.exec(`UPDATE execution SET owner = 'another', lease = ${Date.now() + 600_000}`);
  raw.close();
  await sleep(250);
  expect(ran).toEqual(['one:a']);
  expect(one.operations(arn).map(({ Type, Status }) => `${Type}:${Status}`)).toEqual(['EXECUTION:STARTED', 'STEP:STARTED']);
});

test('what another host starts is adopted when that host closes', async () => {
  const [file, ran]: [string, string[]] = [freshFile(), []];
  const two = hostOn(file, 'two', ran, { leaseMs: 150 });
  two.recover();
  const one = hostOn(file, 'one', ran, { leaseMs: 150 });
  const { arn, done } = one.start('flow:1', {}, 'x');
  await sleep(20);
  one.close();
  await expect(done).rejects.toThrow('the durable host is closed');
  for (let tries = 0; tries < 100 && two.get(arn)?.status === 'RUNNING'; tries += 1) await sleep(20);
  expect(two.get(arn)).toMatchObject({ status: 'SUCCEEDED', result: '"two"' });
});

test("an owner with this process's number that is not open here is a process of the past", async () => {
  const [file, ran]: [string, string[]] = [freshFile(), []];
  const one = hostOn(file, 'one', ran);
  const { arn } = one.start('flow:1', {}, 'x');
  one.close();
  const raw = openDatabase(file);
  raw.exec(`UPDATE execution SET owner = '${process.pid}:gone', lease = ${Date.now() + 600_000}`);
  raw.close();
  const two = hostOn(file, 'two', ran);
  const [resumed] = two.recover().resumed;
  expect(resumed && resultOf(await resumed.done)).toBe('two');
  expect(two.get(arn)?.owner).toBeNull();
});

test('where hosts do not share their process numbers only time frees a lease', async () => {
  const [file, ran]: [string, string[]] = [freshFile(), []];
  const one = hostOn(file, 'one', ran);
  const { arn } = one.start('flow:1', {}, 'x');
  one.close();
  const raw = openDatabase(file);
  raw.exec(`UPDATE execution SET owner = '${process.pid}:elsewhere', lease = ${Date.now() + 600_000}`);
  const two = hostOn(file, 'two', ran, { sharedMachine: false, leaseMs: 100 });
  two.recover();
  await sleep(300);
  // The step that was in flight when its host closed finishes; nobody else runs anything.
  expect([two.get(arn)?.owner, ran]).toEqual([`${process.pid}:elsewhere`, ['one:a']]);
  raw.exec('UPDATE execution SET lease = 1');
  raw.close();
  for (let tries = 0; tries < 200 && two.get(arn)?.status === 'RUNNING'; tries += 1) await sleep(20);
  expect(two.get(arn)?.result).toBe('"two"');
});

test('an execution whose code is not here is named, and left alone', async () => {
  const file = freshFile();
  const one = hostOn(file, 'one', []);
  const { arn } = one.start('flow:1', {}, 'x');
  one.close();
  const other = createDurableHost({ database: file, functions: { versions: {} } });
  open.push(other);
  const { resumed, withoutCode } = other.recover();
  expect([resumed, withoutCode.map((execution) => execution.arn)]).toEqual([[], [arn]]);
  expect(other.get(arn)?.status).toBe('RUNNING');
});

test('a write by another connection that concerns nobody runs no code again', async () => {
  const file = freshFile();
  let replays = 0;
  const flow = durable(async (_, context) => {
    replays += 1;
    return context.waitForCallback('ask', async () => {});
  });
  const host = createDurableHost({ database: file, functions: { versions: { flow: { 1: flow } } }, pollMs: 10 });
  open.push(host);
  const { done } = host.start('flow:1', {}, 'x');
  while (host.pending().length === 0) await sleep(5);
  await sleep(60);
  const before = replays;
  const raw = openDatabase(file);
  raw.exec('CREATE TABLE somebody (n INTEGER)');
  for (let n = 0; n < 10; n += 1) {
    raw.exec(`INSERT INTO somebody VALUES (${n})`);
    await sleep(15);
  }
  raw.close();
  expect(replays).toBe(before);
  host.complete(host.pending()[0]?.callbacks[0]?.id ?? '', { result: 'ann' });
  expect(resultOf(await done)).toBe('ann');
});

test('an answer given by another process wakes the execution', async () => {
  const file = freshFile();
  const flow = durable((_, context) => context.waitForCallback('ask', async () => {}));
  const functions = { versions: { flow: { 1: flow } } };
  const [one, two] = [createDurableHost({ database: file, functions, pollMs: 10 }), createDurableHost({ database: file, functions })];
  open.push(one, two);
  const { done } = one.start('flow:1', {}, 'x');
  while (two.pending().length === 0) await sleep(5);
  // Until the invocation has returned: then only another look at the file can wake it.
  await sleep(150);
  expect(two.complete(two.pending()[0]?.callbacks[0]?.id ?? '', { result: 'from two' })).toBe('answered');
  expect(resultOf(await done)).toBe('from two');
});

test('a bug in the host is told, with the execution it concerns', async () => {
  const told: unknown[] = [];
  const database = new DatabaseSync(':memory:');
  const flow = durable((_, context) => context.waitForCallback('ask', async () => {}));
  let broken = false;
  const hook = (point: string): void => {
    if (broken && point === 'before invocation BEGIN') throw new Error('disk on fire');
  };
  const host = createDurableHost({
    database,
    functions: { versions: { flow: { 1: flow } } },
    hook,
    onFailure: (arn, thrown) => void told.push([arn, String(thrown)]),
  });
  open.push(host);
  const { arn, done } = host.start('flow:1', {}, 'x');
  while (host.pending().length === 0) await sleep(5);
  await sleep(60);
  broken = true;
  host.complete(host.pending()[0]?.callbacks[0]?.id ?? '', { result: 'ann' });
  await expect(done).rejects.toThrow('disk on fire');
  expect(told).toEqual([[arn, 'Error: disk on fire']]);
  expect(host.get(arn)?.status).toBe('RUNNING');
});
