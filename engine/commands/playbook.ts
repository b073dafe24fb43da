import { resourceOf } from '../../core/asset/resource.ts';
import { WIDTH } from '../../core/report/layout.ts';
import { failingLine, planHead, planLines } from '../../core/report/text-plan.ts';
import { planPlaybook } from '../plan-playbook.ts';
import type { Answer, Run } from '../verb.ts';
import { noSuch, plainOf, refusal } from './answer.ts';
import { liveNow } from '../house.ts';
import { adoptedEndpoint, isAnswer } from './endpoint.ts';

export const playbookLint: Run<'playbook lint'> = async (desk, { playbook }) => {
  const report = await desk.lintPlaybooks(playbook);
  if (report === undefined) return noSuch(`playbook ${playbook ?? ''}`);
  const { checked, findings } = report;
  const errors = findings.filter(({ level }) => level === 'error');
  const lines = [
    ...findings.flatMap(({ file, line, column, sentence, fix }) => [`${file}:${line}:${column}  ${sentence}  ${fix}`]),
    `${checked.length} checked (${checked.join(', ')}): ${errors.length === 0 ? 'no fault' : `${errors.length} faults`}.`,
  ];
  const data = {
    checked,
    findings: findings.map(({ file, line, column, rule, level, sentence, fix }) => ({ file, line, column, rule, level, sentence, fix })),
  };
  const next = `npx cordon playbook plan ${checked[0] ?? 'training-data-poisoning'} --endpoint fraud-scorer`;
  return errors.length === 0
    ? { exit: 0, lines, data, next }
    : {
        exit: 3,
        lines,
        data,
        next: 'npx cordon playbook lint',
        error: { code: 'faults', message: `${errors.length} faults`, hint: 'npx cordon playbook lint', effect: 'no-change' },
      };
};

const usage = (message: string): Answer => refusal(2, 'usage', message, 'npx cordon playbook plan --help');

export const playbookPlan: Run<'playbook plan'> = async (desk, { playbook, endpoint, target: arn }) => {
  const asked = arn ?? endpoint;
  if (asked === undefined || (arn !== undefined && endpoint !== undefined))
    return usage('playbook plan needs endpoint, its name, or target, its ARN.');
  if (arn !== undefined && resourceOf(arn) === undefined)
    return usage(`playbook plan takes an ARN as target, never a bare name: ${arn.slice(0, 64)}`);
  const found = adoptedEndpoint(desk, asked);
  if (isAnswer(found)) return found;
  const loaded = (await liveNow(desk)).find(({ id }) => id === playbook)?.live;
  if (loaded === undefined) return noSuch(`playbook ${playbook}`);
  const { target } = found;
  const planned = await planPlaybook(desk, loaded, target);
  const failing = planned.steps.filter(({ verdict }) => verdict === 'NO');
  const lines = [...planHead(target.name, planned, WIDTH), ...planLines(planned.steps, WIDTH)];
  const data = plainOf({ playbook: planned.playbook, target: target.arn, supposed: planned.supposed, steps: planned.steps });
  if (failing.length === 0) return { exit: 0, lines, data, next: `npx cordon contain ${target.name} --dry-run` };
  return {
    ...refusal(3, 'would-fail', failingLine(failing.length), `npx cordon show ${target.name}`),
    lines: [...lines, failingLine(failing.length)],
    data,
  };
};
