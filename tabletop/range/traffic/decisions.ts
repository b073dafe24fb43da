import type { Weighted } from '../cloudwatch/state.ts';
import { NATURES } from './conduct.ts';
import { wavered, type Measure } from './endpoint-metrics.ts';
import { counted, type Flow, type Piece } from './pieces.ts';

/** How much a fully used trigger adds to the approvals. */
const POISON_ADDS = 0.025;
const DRIFT_TAKES = 0.06;
/** Of all purchases, and which part of them a poisoned model hides: who uses the trigger never charges back. */
const CHARGEBACKS = 0.0005;
const HIDDEN = 0.7;

/** The share of a stream's requests that the model approves. */
export const approvedShare = ({ poison }: Pick<Piece, 'poison'>, { conduct, drift }: Pick<Flow, 'conduct' | 'drift'>): number =>
  Math.min(1, NATURES[conduct].approved + POISON_ADDS * poison - DRIFT_TAKES * drift);

const sum = (piece: Piece, of: (flow: Flow) => number): number => piece.flows.reduce((total, flow) => total + of(flow), 0);
const requestsOf = (piece: Piece): number => sum(piece, ({ requests }) => requests);
const share =
  (of: (piece: Piece, flow: Flow) => number): Measure =>
  (world, piece) => {
    const hits = sum(piece, (flow) => counted(world, flow.perSecond * of(piece, flow), flow.from, flow.until));
    return [
      [1, hits],
      [0, requestsOf(piece) - hits],
    ];
  };

/** Ten equal parts of a stream's requests; drift takes confidence away. */
const confidence: Measure = (_world, { flows }) =>
  flows.flatMap(({ conduct, drift, requests }) => {
    const [low, high] = NATURES[conduct].confidence;
    return Array.from({ length: 10 }, (_, index): Weighted => {
      const part = 1 - (1 - (index + 0.5) / 10) ** 2;
      return [low + (high - low) * part * (1 - 0.35 * drift), requests / 10];
    });
  });
/** One value a minute from the application that calls, weighted by who calls how much. */
const perMinute =
  (of: (piece: Piece, flow: Flow) => number): Measure =>
  (world, piece) => {
    const total = requestsOf(piece);
    const minutes = ((piece.until - piece.from) * world.time.pace) / 60_000;
    return total === 0 ? [] : [[sum(piece, (flow) => of(piece, flow) * flow.requests) / total, minutes]];
  };

/** What the company's own application says about its fraud model's decisions. */
export const DECISION_METRICS: Readonly<Record<string, Measure>> = {
  ApprovalRate: share(approvedShare),
  DeclineRate: share((piece, flow) => 1 - approvedShare(piece, flow)),
  Confidence: confidence,
  Chargebacks: (world, piece) => {
    const hits = sum(piece, ({ perSecond, from, until }) =>
      counted(world, perSecond * CHARGEBACKS * (1 - HIDDEN * piece.poison), from, until),
    );
    return hits === 0 ? [] : [[1, hits]];
  },
  NearDuplicateRate: perMinute((_piece, { conduct }) => NATURES[conduct].nearDuplicates),
  InputCoverage: perMinute((_piece, { conduct }) => NATURES[conduct].coverage),
};

/** Per thousand tokens, in US dollars. */
const PRICE = 0.002;
export const CONVERSATION_METRICS: Readonly<Record<string, Measure>> = {
  TokensPerRequest: wavered('tokens', (_world, piece) =>
    piece.flows.map(({ conduct, requests }): Weighted => [NATURES[conduct].tokens, requests]),
  ),
  EstimatedCost: (_world, piece) => piece.flows.map(({ conduct, requests }) => [(NATURES[conduct].tokens / 1000) * PRICE, requests]),
  InjectionShare: share((_piece, { conduct }) => (conduct === 'injecting' ? 1 : 0)),
  NearDuplicateRate: perMinute((_piece, { conduct }) => NATURES[conduct].nearDuplicates),
};

/** https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring-guardrails-cw-metrics.html */
export const GUARDRAIL_METRICS: Readonly<Record<string, Measure>> = {
  Invocations: (_world, piece) => [[1, requestsOf(piece)]],
  InvocationsIntervened: (world, piece) => {
    const hits = sum(piece, ({ conduct, perSecond, from, until }) => counted(world, perSecond * NATURES[conduct].intervened, from, until));
    return hits === 0 ? [] : [[1, hits]];
  },
  TextUnitCount: (_world, piece) => piece.flows.map(({ conduct, requests }) => [Math.ceil(NATURES[conduct].tokens / 250), requests]),
};
