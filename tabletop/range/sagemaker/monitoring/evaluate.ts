import type { JsonObject } from '../../../../core/json.ts';
import { driftOf, type Drift } from '../../traffic/drift.ts';
import type { World } from '../../world.ts';
import { endpointsOf } from '../state.ts';
import type { MonitoringType } from './state.ts';

/** monitoring_config.distribution_constraints.comparison_threshold, its default. */
const THRESHOLD = 0.1;
const ACCURACY = 0.95;
const LEAST_ACCURACY = 0.93;
const MOST_DISPARITY = 0.04;
const LEAST_NDCG = 0.9;
/** Data types of the sample company's features are documented by its baseline; one record in fifty may be incomplete. */
const MOST_INCOMPLETE = 0.02;

export interface Findings {
  readonly requests: number;
  readonly violations: readonly JsonObject[];
  readonly statistics: JsonObject;
  /** What CloudWatch is told, by metric. */
  readonly metrics: Readonly<Record<string, number>>;
}
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

/** All variants together, weighted by what each answered. */
const overall = (world: World, endpoint: string, from: number, until: number): Drift => {
  const variants = endpointsOf(world).get(endpoint)?.variants ?? [];
  const all = variants.map(({ name }) => driftOf(world, endpoint, name, from, until));
  const requests = all.reduce((sum, drift) => sum + drift.requests, 0);
  const mean = (of: (drift: Drift) => number): number =>
    requests === 0 ? 0 : all.reduce((sum, drift) => sum + of(drift) * drift.requests, 0) / requests;
  const names = [...new Set(all.flatMap(({ features }) => Object.keys(features)))];
  return {
    requests,
    features: Object.fromEntries(names.map((name) => [name, mean(({ features }) => features[name] ?? 0)])),
    label: mean(({ label }) => label),
    approved: mean(({ approved }) => approved),
    incomplete: mean(({ incomplete }) => incomplete),
  };
};

const dataQuality = (drift: Drift): Omit<Findings, 'requests'> => ({
  violations: [
    ...Object.entries(drift.features)
      .filter(([, distance]) => distance > THRESHOLD)
      .map(([feature, distance]) => ({
        feature_name: feature,
        constraint_check_type: 'baseline_drift_check',
        description: `Baseline drift distance: ${rounded(distance)} exceeds threshold: ${THRESHOLD}`,
      })),
    ...(drift.incomplete > MOST_INCOMPLETE
      ? [
          {
            feature_name: 'amount',
            constraint_check_type: 'completeness_check',
            description: `Completeness: ${rounded(1 - drift.incomplete)} is below the constraint: ${1 - MOST_INCOMPLETE}`,
          },
        ]
      : []),
  ],
  statistics: {
    version: 0,
    dataset: { item_count: drift.requests },
    features: Object.entries(drift.features).map(([name, distance]) => ({
      name,
      inferred_type: 'Fractional',
      distance: rounded(distance),
    })),
  },
  metrics: Object.fromEntries(
    Object.entries(drift.features).map(([name, distance]) => [`feature_baseline_drift_${name}`, rounded(distance)]),
  ),
});
const modelQuality = (drift: Drift): Omit<Findings, 'requests'> => {
  const accuracy = rounded(ACCURACY - drift.label / 2);
  return {
    violations:
      accuracy < LEAST_ACCURACY
        ? [
            {
              metric_name: 'accuracy',
              constraint_check_type: 'LessThanThreshold',
              description: `Metric accuracy with ${accuracy} was LessThanThreshold '${LEAST_ACCURACY}'`,
            },
          ]
        : [],
    statistics: { version: 0, dataset: { item_count: drift.requests }, binary_classification_metrics: { accuracy: { value: accuracy } } },
    metrics: { accuracy },
  };
};
const bias = (drift: Drift): Omit<Findings, 'requests'> => {
  const disparity = rounded(Math.abs(drift.approved - 0.93) * 2);
  return {
    violations:
      disparity > MOST_DISPARITY
        ? [
            {
              facet: 'card_not_present',
              facet_value: '1',
              metric_name: 'DPPL',
              constraint_check_type: 'bias_drift_check',
              description: `Metric value ${disparity} does not meet the baseline constraint requirement`,
            },
          ]
        : [],
    statistics: {
      version: '1.0',
      post_training_bias_metrics: { facets: { card_not_present: [{ metrics: [{ name: 'DPPL', value: disparity }] }] } },
    },
    metrics: { bias_metric_DPPL_on_card_not_present: disparity },
  };
};
const explainability = (drift: Drift): Omit<Findings, 'requests'> => {
  const ndcg = rounded(1 - Math.max(0, ...Object.values(drift.features)));
  return {
    violations:
      ndcg < LEAST_NDCG
        ? [
            {
              metric_name: 'shap',
              constraint_check_type: 'feature_attribution_drift_check',
              description: `Feature attribution drift ${ndcg} crosses threshold ${LEAST_NDCG}`,
            },
          ]
        : [],
    statistics: { version: '1.0', explanations: { ndcg } },
    metrics: { feature_attribution_ndcg: ndcg },
  };
};
const OF: Readonly<Record<MonitoringType, (drift: Drift) => Omit<Findings, 'requests'>>> = {
  DataQuality: dataQuality,
  ModelQuality: modelQuality,
  ModelBias: bias,
  ModelExplainability: explainability,
};
/** What a monitor finds in the requests that an endpoint answered between two instants. */
export const findingsOf = (world: World, type: MonitoringType, endpoint: string, from: number, until: number): Findings => {
  const drift = overall(world, endpoint, from, until);
  return { requests: drift.requests, ...OF[type](drift) };
};
