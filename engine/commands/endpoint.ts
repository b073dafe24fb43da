import { staysUntilReleased } from '../../core/action/catalog.ts';
import type { AssetEntry } from '../../core/asset/asset.ts';
import { targetOf, type Target } from '../../core/asset/resource.ts';
import { row, WIDTH } from '../../core/report/layout.ts';
import { holdsOf } from '../../core/run/containment.ts';
import type { Desk } from '../desk.ts';
import type { Answer } from '../verb.ts';
import { allIncidents, plainOf, refusal, type Found } from './answer.ts';

export interface Adopted {
  readonly entry: AssetEntry;
  readonly target: Target;
}

/** By full ARN, or by a name that one adopted endpoint has. Two of the same name must be told apart by ARN. */
export const adoptedEndpoint = (desk: Desk, text: string): Adopted | Answer => {
  const all = desk.policy.assets.assets
    .map((entry) => ({ entry, target: targetOf(entry.arn) }))
    .filter(({ target }) => target.kind === 'endpoint');
  const found = all.filter(({ target }) => target.arn === text || target.name.toLowerCase() === text.toLowerCase());
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (found.length > 1)
    return refusal(
      2,
      'ambiguous',
      `${text} exists ${found.length} times: ${found.map(({ target }) => target.arn).join(', ')}. Give the ARN.`,
      `npx cordon show ${found[0]?.target.arn ?? text}`,
    );
  return refusal(
    6,
    'not-found',
    `${text} is no adopted endpoint. Adopted: ${all.map(({ target }) => target.name).join(', ')}. Only endpoints in assets.yaml can be changed.`,
    'npx cordon list',
  );
};
/**
 * What can be released: an adopted endpoint, or a switch or caller that an adopted asset declares; by ARN, by the name that assets.yaml
 * gives it, or by its own.
 */
export const releasable = (desk: Desk, text: string): Target | Answer => {
  const known = desk.policy.assets.assets.flatMap(({ callers, switches }) => [
    ...callers.map(({ principal, name }) => ({ name, target: targetOf(principal) })),
    ...switches.map(({ store, id }) => ({ name: id, target: targetOf(store) })),
  ]);
  const found = known.filter(({ name, target }) => [name, target.arn, target.name].includes(text));
  const arns = new Set(found.map(({ target }) => target.arn));
  const endpoint = adoptedEndpoint(desk, text);
  if (!isAnswer(endpoint)) return endpoint.target;
  return arns.size === 1 && found[0] !== undefined ? found[0].target : endpoint;
};
export const isAnswer = (value: object): value is Answer => 'exit' in value;

/** Incidents whose runs hold this endpoint, newest first, with the steps that would have to be undone. */
export const holdersOf = async (desk: Desk, target: Target): Promise<readonly (Found & { readonly holds: ReturnType<typeof holdsOf> })[]> =>
  (await allIncidents(desk))
    .map((found) => ({
      ...found,
      holds: holdsOf(found.state.runs, target.arn, (action) => staysUntilReleased(desk.catalog, action)),
    }))
    .filter(({ holds }) => holds.length > 0);

export const endpointAnswer = async (desk: Desk, text: string): Promise<Answer> => {
  const found = adoptedEndpoint(desk, text);
  if (isAnswer(found)) return found;
  const { entry, target } = found;
  const asset = await desk.assets.find(target.arn);
  const holders = await holdersOf(desk, target);
  const lines = [
    `${target.name}  tier ${entry.tier}, owner ${entry.owner}, account ${target.account}, ${target.region}`,
    ...row(
      'Callers',
      entry.callers.map(
        ({ name, fallback }) =>
          `${name}: ${fallback === undefined ? 'NO fallback declared: its work fails while the endpoint refuses it' : `falls back to ${fallback}`}`,
      ),
      WIDTH,
    ),
    ...row('If no answer', [entry.failMode], WIDTH),
    ...row(
      'Known',
      (asset?.links ?? []).map(({ as, arn, source }) => `${as} ${arn} (${source})`),
      WIDTH,
    ),
    ...row(
      'Held by',
      holders.map(({ card }) => `INC-${card.number}: ${card.word}`),
      WIDTH,
    ),
  ];
  const next = holders[0] === undefined ? `npx cordon contain ${target.name} --dry-run` : `npx cordon status INC-${holders[0].card.number}`;
  return { exit: 0, lines, data: { ...plainOf(entry), name: target.name, heldBy: holders.map(({ card }) => card.number) }, next };
};
