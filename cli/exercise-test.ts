import { POLICIES } from '../core/exercise/policies.ts';
import type { SeedVerdict } from '../core/exercise/verdict.ts';
import { table } from '../core/report/layout.ts';
import { counted } from '../core/report/text-page.ts';
import { spoken } from '../core/time.ts';
import { runSuite } from '../tabletop/exercise/suite.ts';
import { playbooksFor, scenarioNamed, settingOf } from './exercise-setting.ts';
import type { HandlerOf } from './invocation.ts';

/** Faults of one kind are one line: the first seed that shows it, and how many do. */
const faultLines = (verdicts: readonly SeedVerdict[], id: string, flag: string): readonly string[] => {
  const faults = verdicts.flatMap(({ faults }) => faults);
  const kinds = [...new Set(faults.map(({ policy, sentence }) => `${policy}: ${sentence.replace(/[0-9.]+/g, '#')}`))];
  return kinds.flatMap((kind) => {
    const same = faults.filter(({ policy, sentence }) => `${policy}: ${sentence.replace(/[0-9.]+/g, '#')}` === kind);
    const [first] = same;
    return first === undefined
      ? []
      : [
          `${id}, seed ${first.seed}${same.length > 1 ? ` and ${same.length - 1} more` : ''}, ${first.policy}: ${first.sentence}`,
          `  npx cordon exercise run ${id} --seed ${first.seed} --policy ${first.policy}${flag}`,
        ];
  });
};
const rangeOf = (numbers: readonly number[]): string => {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? String(least) : `${least} to ${most}`;
};

export const exerciseTest: HandlerOf<'exercise test'> = async ({ args }, out, around) => {
  const setting = await settingOf(out, around);
  const files = args.scenario === undefined ? setting.files : [scenarioNamed(setting, args.scenario)];
  const seeds = args.seed === undefined ? Array.from({ length: args.seeds }, (_, index) => index + 1) : [args.seed];
  const from = await playbooksFor(args.playbook, around.root);
  const begun = performance.now();
  const results: { readonly id: string; readonly verdicts: readonly SeedVerdict[] }[] = [];
  try {
    for (const file of files) {
      setting.load(file);
      let [done, told] = [0, begun];
      const verdicts = await runSuite({
        root: around.root,
        id: file.id,
        seeds,
        playbooks: from.playbooks,
        playbooksName: from.playbooksName,
        onVerdict: () => {
          done += 1;
          if (performance.now() - told < 5000) return;
          told = performance.now();
          out.note([`  ${file.id}: ${done} of ${seeds.length} seeds (${spoken((told - begun) / 1000)})`]);
        },
      });
      results.push({ id: file.id, verdicts });
    }
  } finally {
    await from.remove();
  }
  const took = (performance.now() - begun) / 1000;
  const lines = results.flatMap(({ id, verdicts }) => [
    ...table(
      [
        ['', 'points', 'wrong decisions'],
        ...POLICIES.map((policy) => [
          policy,
          rangeOf(verdicts.map(({ points }) => points[policy])),
          rangeOf(verdicts.map(({ wrong }) => wrong[policy])),
        ]),
      ],
      out.width,
      2,
    ),
    ...faultLines(verdicts, id, from.flag),
  ]);
  const faulty = results.flatMap(({ verdicts }) => verdicts.filter(({ faults }) => faults.length > 0)).length;
  const runs = seeds.length * files.length * POLICIES.length * 2;
  const summary = `${counted(files.length, 'scenario')}, ${counted(seeds.length, 'seed')}, ${counted(runs, 'run')} in ${spoken(took)}: ${faulty === 0 ? 'idle < trap < hasty < perfect in every seed, and every run twice the same' : `${counted(faulty, 'seed')} with faults`}.`;
  out.lines([...lines, summary]);
  const replay = lines.find((line) => line.startsWith('  npx cordon exercise run'))?.trim();
  const next = replay ?? `npx cordon exercise run ${files[0]?.id ?? ''}`;
  out.data({ results, runs, seconds: took, faulty, next });
  out.next(next);
  return faulty === 0 ? 0 : 3;
};
