import type { Backend } from '../console/backend.ts';
import type { JsonObject } from '../core/json.ts';
import { findApproval, findIncident, peopleOf, plainOf } from '../engine/commands/answer.ts';
import { commandNames, runCommand } from '../engine/commands/index.ts';
import { follow } from '../engine/follow.ts';
import { liveNow } from '../engine/house.ts';
import type { Receipt } from '../engine/desk.ts';
import { overview } from '../engine/overview.ts';
import type { Sandbox } from './sandbox.ts';

/** The answer to POST /events: every event gets a decision, in order; what cannot be read gets its reason and a command. */
const eventsAnswer = (
  receipts: readonly Receipt[],
  idOf: ReadonlyMap<number, string>,
): { readonly status: number; readonly body: JsonObject } => {
  const decisions = receipts.map(({ incident, ...rest }) => ({
    ...plainOf(rest),
    incident,
    incidentId: incident === null ? null : (idOf.get(incident) ?? null),
  }));
  const readable = receipts.filter(({ outcome }) => outcome !== 'unreadable');
  const body = { accepted: readable.length, decisions };
  const [first] = receipts;
  if (readable.length > 0) return { status: 202, body };
  const message = first?.reasons.join('; ') ?? 'There is no event in the body.';
  return {
    status: 400,
    body: {
      ...body,
      error: { code: 'unreadable', message, hint: first?.next ?? 'npx cordon explain samples/poisoned-training.json', effect: 'no-change' },
    },
  };
};

/** What the local server needs, over one sandbox. */
export const sandboxBackend = (
  sandbox: Sandbox,
  ports: {
    readonly range: () => Promise<boolean>;
    readonly samples: readonly string[];
    readonly onReceipts?: (receipts: readonly Receipt[]) => void;
  },
): Backend => {
  const { desk, intake } = sandbox;
  const answers = (asked: Promise<unknown>): Promise<boolean> =>
    asked.then(
      () => true,
      () => false,
    );
  return {
    verbs: commandNames,
    ready: async () => {
      const [ledger, playbooks, range] = await Promise.all([
        answers(desk.ledger.incidents()),
        // Also when an activated version is gone: its findings have no playbook until somebody acts.
        liveNow(desk).then(
          (views) => views.length > 0 && views.every(({ problem }) => problem === undefined),
          () => false,
        ),
        ports.range().catch(() => false),
      ]);
      return { ledger, playbooks, range };
    },
    overview: (you) => overview(desk, you, ports.samples),
    incident: async (number) => (await findIncident(desk, number))?.card,
    approval: async (number) => (await findApproval(desk, number))?.approval,
    events: async (number) => {
      const incidentId = await desk.ledger.byNumber('incident', number);
      return incidentId === undefined ? undefined : desk.ledger.read(incidentId);
    },
    receive: async (bytes) => {
      const receipts = await intake(bytes);
      ports.onReceipts?.(receipts);
      const numbers = receipts.flatMap(({ incident }) => incident ?? []);
      const ids = await Promise.all(
        [...new Set(numbers)].map(async (number) => [number, (await desk.ledger.byNumber('incident', number)) ?? ''] as const),
      );
      return eventsAnswer(receipts, new Map(ids));
    },
    command: (verb, args, { id, via }) => runCommand(desk, verb, args, { kind: 'human', id, via }),
    person: (id) => peopleOf(desk).find((person) => person.id === id),
    follow: (number, fromSeq, onLine, signal) => follow(desk, number, fromSeq, onLine, signal),
    changed: (listener) => sandbox.subscribe(() => listener()),
  };
};
