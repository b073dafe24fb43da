import { targetOf } from '../../core/asset/resource.ts';
import { table, WIDTH } from '../../core/report/layout.ts';
import type { Run } from '../verb.ts';
import { plainOf } from './answer.ts';
import { adoptedEndpoint, isAnswer } from './endpoint.ts';

export const inventoryList: Run<'inventory list'> = async ({ policy: { assets } }) => {
  const cells = assets.assets.map(({ arn, tier, owner, failMode, callers }) => {
    const { name, account } = targetOf(arn);
    return [name, account, `tier ${tier}`, `owner ${owner}`, `if nobody answers: ${failMode}`, `${callers.length} callers`];
  });
  const members = assets.members.map(({ account, name }) => `${account} (${name})`).join(', ');
  const lines = [...table(cells, WIDTH, 0), `Member accounts: ${members}. In other accounts events are recorded and nothing is done.`];
  const [first] = assets.assets;
  return {
    exit: 0,
    lines,
    data: { assets: assets.assets.map(plainOf) },
    next: first === undefined ? 'npx cordon list' : `npx cordon show ${targetOf(first.arn).name}`,
  };
};

export const history: Run<'history'> = async (desk, { endpoint }) => {
  const found = adoptedEndpoint(desk, endpoint);
  if (isAnswer(found)) return found;
  const { target } = found;
  const periods = (await desk.assets.configHistory(target.arn)).toSorted((a, b) => b.from.localeCompare(a.from));
  const cells = periods.map(({ from, until, config, by }) => [
    `${from.slice(0, 16)}Z`,
    until === undefined ? 'now' : `${until.slice(0, 16)}Z`,
    config,
    `by ${by}`,
  ]);
  const lines = cells.length === 0 ? [`CloudTrail tells nothing about ${target.name}; it keeps 90 days.`] : table(cells, WIDTH, 0);
  return { exit: 0, lines, data: { endpoint: target.arn, periods: periods.map(plainOf) }, next: `npx cordon show ${target.name}` };
};
