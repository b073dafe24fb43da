import { choosersIn } from '../asset/people-in.ts';
import type { AssetsFile } from '../asset/asset.ts';
import { runIn, type IncidentState } from '../ledger/incident.ts';
import type { ChoiceCard } from './card.ts';

/** The questions of one incident about the way to go. One whose run has ended without an answer needs none any more. */
export const choiceCards = (state: IncidentState, assets: AssetsFile): readonly ChoiceCard[] =>
  state.choices.map(({ runId, number, title, ask, prompt, options, otherwise, askedAt, until, made }) => ({
    number,
    incident: state.opened?.number ?? 0,
    title,
    role: ask,
    who: choosersIn(assets, state.opened?.target?.arn, ask),
    prompt,
    options,
    otherwise,
    askedAt,
    until,
    state: made !== undefined ? 'made' : runIn(state, runId)?.status === 'running' ? 'waiting' : 'void',
    made: made === undefined ? null : { answer: made.answer, by: made.by, reason: made.reason ?? null, at: made.at },
  }));
