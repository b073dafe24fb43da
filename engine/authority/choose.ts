import { choosersIn } from '../../core/asset/people-in.ts';
import { runIn } from '../../core/ledger/incident.ts';
import { decideAndAppend, type Reading } from '../append.ts';
import type { ChoiceView } from '../../core/ledger/choice.ts';
import type { Facts, LedgerDraft } from '../../core/ledger/facts.ts';
import type { Authority, Chosen, Standing } from '../ports.ts';
import type { AuthorityDesk } from './authority.ts';
import { sealed } from './sealed.ts';

type Refusal = Extract<Chosen, { kind: 'refused' }>;

const refuse = (because: Refusal['because'], sentence: string): Refusal => ({ kind: 'refused', because, sentence });

const made = (desk: AuthorityDesk, state: Reading, data: Facts['choice.made']): Promise<LedgerDraft> =>
  sealed(desk.signer, state.incidentId, { id: `choice:${data.number}:made`, type: 'choice.made', data });

/** Nobody answered in time: what the playbook said for that case. */
const lapsed = (desk: AuthorityDesk, choice: ChoiceView): boolean => choice.made === undefined && choice.until <= desk.clock.now();

/** Records a person's answer under the seal. It steers a run and permits nothing: each step asks for its own approval. */
export const choose = (desk: AuthorityDesk, ask: Parameters<Authority['choose']>[0]): Promise<Chosen> =>
  decideAndAppend<Chosen>(desk, ask.incidentId, async (state) => {
    const none = (answer: Refusal) => ({ drafts: [], answer });
    const choice = state.choices.find(({ number }) => number === ask.number);
    if (choice === undefined || state.believed.brokenAt !== undefined)
      return none(refuse('unknown', `There is no C-${ask.number} that can be answered.`));
    const { number, made: before, options } = choice;
    if (before !== undefined)
      return none(refuse('closed', `C-${number} is answered: ${before.answer}, by ${before.by ?? 'nobody in time'}.`));
    if (runIn(state, choice.runId)?.status !== 'running')
      return none(refuse('closed', `C-${number} needs no answer any more: its run has ended.`));
    if (lapsed(desk, choice)) return none(refuse('closed', `The time for C-${number} was over at ${choice.until}: ${choice.otherwise}.`));
    const people = choosersIn(desk.policy.assets, state.opened?.target?.arn, choice.ask);
    const { actor } = ask;
    if (actor.kind !== 'human' || !people.includes(actor.id))
      return none(
        refuse('not-eligible', `${actor.id} may not answer C-${number}; these may: ${people.join(', ') || 'nobody in assets.yaml'}.`),
      );
    if (!options.some(({ answer }) => answer === ask.answer))
      return none(refuse('no-such-answer', `C-${number} has these answers: ${options.map(({ answer }) => answer).join(', ')}.`));
    const data = { number, answer: ask.answer, by: actor.id, ...(ask.reason !== undefined && { reason: ask.reason }) };
    return { drafts: [await made(desk, state, data)], answer: { kind: 'recorded', answer: ask.answer } };
  });

/** What came of a question. After its time it has the answer that the playbook gives to silence. */
export const chosen = (desk: AuthorityDesk, ask: Parameters<Authority['chosen']>[0]): Promise<Standing> =>
  decideAndAppend<Standing>(desk, ask.incidentId, async (state) => {
    const choice = state.choices.find(({ number }) => number === ask.number);
    if (choice === undefined || state.believed.brokenAt !== undefined) return { drafts: [], answer: { kind: 'unknown' } };
    if (choice.made !== undefined) return { drafts: [], answer: { kind: 'made', answer: choice.made.answer } };
    if (!lapsed(desk, choice)) return { drafts: [], answer: { kind: 'waiting', until: choice.until } };
    const { number, otherwise } = choice;
    const draft = await made(desk, state, { number, answer: otherwise, by: null });
    return { drafts: [draft], answer: { kind: 'made', answer: otherwise } };
  });
