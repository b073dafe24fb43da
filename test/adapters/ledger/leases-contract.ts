import type { RunId } from '../../../core/id.ts';
import type { Leases } from '../../../engine/ports.ts';

export interface LeasesSubject {
  readonly leases: Leases;
  readonly close: () => Promise<void>;
}
const arn = (name: string) => `arn:aws:sagemaker:eu-west-1:111122223333:endpoint/${name}` as const;

export const leasesContract = (name: string, make: () => Promise<LeasesSubject>): void => {
  describe(`${name}: leases`, () => {
    let subject: LeasesSubject;
    beforeAll(async () => {
      subject = await make();
    });
    afterAll(() => subject?.close());
    const [one, two]: readonly [RunId, RunId] = ['run-one', 'run-two'];

    test('one run holds a target; taking it again is still mine', async () => {
      const { leases } = subject;
      const target = arn('fraud-scorer');
      expect(await leases.holder(target)).toBeUndefined();
      expect(await leases.take(target, one)).toEqual({ kind: 'mine' });
      expect(await leases.take(target, one)).toEqual({ kind: 'mine' });
      expect(await leases.take(target, two)).toEqual({ kind: 'theirs', owner: one });
      expect(await leases.holder(target)).toBe(one);
      await leases.free(one);
    });

    test('freeing gives back all targets of that run, and of no other', async () => {
      const { leases } = subject;
      const [a, b, c] = [arn('a'), arn('b'), arn('c')];
      for (const target of [a, b]) await leases.take(target, one);
      await leases.take(c, two);
      await leases.take(c, one);
      await leases.free(one);
      expect(await Promise.all([a, b, c].map((target) => leases.holder(target)))).toEqual([undefined, undefined, two]);
      await leases.free(one);
      expect(await leases.take(a, two)).toEqual({ kind: 'mine' });
      await leases.free(two);
    });

    test('some targets may be given back before the others, and only by their owner', async () => {
      const { leases } = subject;
      const [a, b] = [arn('a'), arn('b')];
      for (const target of [a, b]) await leases.take(target, one);
      await leases.free(two, [a]);
      await leases.free(one, [b, arn('c')]);
      expect(await Promise.all([a, b].map((target) => leases.holder(target)))).toEqual([one, undefined]);
      await leases.free(one, [a]);
      expect(await leases.holder(a)).toBeUndefined();
    });

    test('of many who take one target at once, one gets it', async () => {
      const { leases } = subject;
      const target = arn('crowded');
      const runs = Array.from({ length: 30 }, (_, i): RunId => `run-${i}`);
      const answers = await Promise.all(runs.map((run) => leases.take(target, run)));
      expect(answers.filter(({ kind }) => kind === 'mine')).toHaveLength(1);
      const holder = await leases.holder(target);
      expect(answers[runs.findIndex((run) => run === holder)]).toEqual({ kind: 'mine' });
    });
  });
};
