import type * as z from 'zod';
import type { Asset, ConfigPeriod } from '../asset/asset.ts';
import type { Arn, Target } from '../asset/resource.ts';
import type { EvidenceStore } from '../evidence/store.ts';
import { CallFailed, failed, failureOf, ok } from '../failure.ts';
import type { ActionId } from '../id.ts';
import type { JsonObject } from '../json.ts';
import type { Cloud, Command } from './cloud.ts';
import { planDigestOf, type Applied, type Look, type Plan, type PlannedWrite, type Proof, type Risk } from './plan.ts';
import type { ActionReply, ActionRequest, Call } from './request.ts';

export interface Assets {
  find(arn: Arn): Promise<Asset | undefined>;
  configHistory(endpoint: Arn): Promise<readonly ConfigPeriod[]>;
}
/** What an action may use besides its cloud. Naming it in `needs` is what grants it in IAM and in types. */
export interface Services {
  readonly assets: Assets;
  readonly evidence: EvidenceStore;
}
export type Need = keyof Services;

/** What an author writes: everything the product knows about one responder action, said once. */
export interface ActionSpec<
  I extends z.ZodType<JsonObject>,
  B extends z.ZodType<JsonObject>,
  R extends readonly Command[],
  W extends readonly Command[],
  P extends readonly Command[],
  N extends readonly Need[],
> {
  readonly id: ActionId;
  readonly title: string;
  readonly risk: Risk;
  readonly input: I;
  readonly before: B;
  readonly reads: R;
  readonly writes: W;
  /** Calls that prove by being refused or allowed; made as the canary role, never as the action's. */
  readonly probes: P;
  readonly needs: N;
  /** Evidence this destroys or changes. The gate asks for these items only: a tag deny need not wait for 5 GB of weights. */
  readonly endangers: readonly string[];
  /** `containment`: its proof decides the incident's containment word. */
  readonly effect: 'observe' | 'containment' | 'change';
  readonly target: (input: z.output<I>) => Target;
  /** How long an effect may take, in AWS time. The linter turns it into durable operations. */
  readonly settle: { readonly everySeconds: number; readonly atMostSeconds: number };
  readonly look: (
    input: z.output<I>,
    ports: { readonly cloud: Cloud<R[number]>; readonly canary: Cloud<P[number]> } & Pick<Services, N[number]>,
    call: Call,
  ) => Promise<Look<z.output<B>>>;
  readonly apply: (
    plan: Plan<z.output<B>>,
    ports: { readonly cloud: Cloud<R[number] | W[number]> } & Pick<Services, N[number]>,
    call: Call & { readonly cursor?: JsonObject | undefined },
  ) => Promise<Applied>;
  readonly verify: (
    plan: Plan<z.output<B>>,
    ports: { readonly cloud: Cloud<R[number]>; readonly canary: Cloud<P[number]> } & Pick<Services, N[number]>,
    call: Call & { readonly seen?: JsonObject | undefined },
  ) => Promise<Proof>;
  /** Its calls are among `writes`. Or one sentence saying why there is no way back. */
  readonly undo:
    | {
        readonly risk: Risk;
        /** In order, from the stored plan alone. The Cloud of `undo` refuses any other write, and the card of a release shows these. */
        readonly writes: (plan: Plan<z.output<B>>) => readonly PlannedWrite[];
        /** What differs between the live state and `after`, as sentences; empty: nobody touched it. */
        readonly drift: (
          plan: Plan<z.output<B>>,
          after: JsonObject,
          ports: { readonly cloud: Cloud<R[number]> },
          call: Call,
        ) => Promise<readonly string[]>;
        readonly run: (plan: Plan<z.output<B>>, ports: { readonly cloud: Cloud<R[number] | W[number]> }, call: Call) => Promise<Applied>;
        readonly verify: (
          plan: Plan<z.output<B>>,
          ports: { readonly cloud: Cloud<R[number]>; readonly canary: Cloud<P[number]> },
          call: Call & { readonly seen?: JsonObject | undefined },
        ) => Promise<Proof>;
      }
    | string;
}

export interface ActionPorts extends Services {
  readonly cloud: Cloud<Command>;
  readonly canary: Cloud<Command>;
}

/** The erased form that the house sees: one function, JSON in, JSON out. */
export interface Action {
  readonly id: ActionId;
  readonly title: string;
  readonly risk: Risk;
  readonly input: z.ZodType<JsonObject>;
  readonly reads: readonly Command[];
  readonly writes: readonly Command[];
  readonly probes: readonly Command[];
  readonly needs: readonly Need[];
  readonly endangers: readonly string[];
  readonly effect: 'observe' | 'containment' | 'change';
  readonly settle: { readonly everySeconds: number; readonly atMostSeconds: number };
  readonly undo: { readonly risk: Risk; readonly writes: (plan: Plan) => readonly PlannedWrite[] } | string;
  /** Throws on input that the schema refuses: parse first. */
  readonly target: (input: JsonObject) => Target;
  /** Serves one request with ports it is given. It checks no grant: `functions/action.ts` does, before it calls this. */
  readonly serve: (request: ActionRequest, ports: ActionPorts) => Promise<ActionReply>;
}

const wayBack = <T>(undo: T | string): T => {
  if (typeof undo !== 'string') return undo;
  throw new CallFailed({
    kind: 'no-undo',
    retryable: false,
    effect: 'no-change',
    what: 'This step cannot be undone',
    why: undo,
    next: 'npx cordon status',
  });
};

export const defineAction = <
  I extends z.ZodType<JsonObject>,
  B extends z.ZodType<JsonObject>,
  const R extends readonly Command[],
  const W extends readonly Command[],
  const P extends readonly Command[],
  const N extends readonly Need[],
>(
  spec: ActionSpec<I, B, R, W, P, N>,
): Action => {
  const typed = (plan: Plan) => ({ ...plan, before: spec.before.parse(plan.before) });
  const drifted = (plan: Plan, drift: readonly string[]): CallFailed =>
    new CallFailed({
      kind: 'drift',
      retryable: false,
      effect: 'no-change',
      what: `${plan.target.name} was changed by somebody else; nothing was undone`,
      why: drift.join('; '),
      next: `npx cordon show ${plan.target.name}`,
    });
  const answer = async (request: ActionRequest, ports: ActionPorts): Promise<ActionReply> => {
    switch (request.verb) {
      case 'look': {
        const input = spec.input.parse(request.input);
        const seen = await spec.look(input, ports, request);
        const plan: Plan = { ...seen, action: spec.id, target: spec.target(input), input };
        return ok({ verb: 'look', plan, planDigest: planDigestOf(plan) });
      }
      case 'apply':
        return ok({ verb: 'apply', applied: await spec.apply(typed(request.plan), ports, request) });
      case 'verify':
        return ok({ verb: 'verify', proof: await spec.verify(typed(request.plan), ports, request) });
      case 'look-undo': {
        const undo = wayBack(spec.undo);
        const plan = typed(request.plan);
        return ok({ verb: 'look-undo', drift: await undo.drift(plan, request.after, ports, request), writes: undo.writes(plan) });
      }
      case 'undo': {
        const undo = wayBack(spec.undo);
        const drift = await undo.drift(typed(request.plan), request.after, ports, request);
        if (drift.length > 0) throw drifted(request.plan, drift);
        return ok({ verb: 'undo', applied: await undo.run(typed(request.plan), ports, request) });
      }
      case 'verify-undo':
        return ok({ verb: 'verify-undo', proof: await wayBack(spec.undo).verify(typed(request.plan), ports, request) });
    }
  };
  const { undo } = spec;
  return {
    ...spec,
    undo: typeof undo === 'string' ? undo : { risk: undo.risk, writes: (plan) => undo.writes(typed(plan)) },
    target: (input) => spec.target(spec.input.parse(input)),
    serve: async (request, ports) => {
      try {
        return await answer(request, ports);
      } catch (thrown) {
        return failed(failureOf(thrown));
      }
    },
  };
};
