import type { AssetsFile, Tier } from '../asset/asset.ts';
import type { Resource, ResourceKind, Target } from '../asset/resource.ts';
import { digestOf } from '../json.ts';
import type { Detection } from './detection.ts';
import type { AiWorkload, Certainty, Finding, Reason, Sev, Surroundings } from './finding.ts';
import { assuranceOf, CORDON_COMPROMISED, signalRule, type FindingRule, type QuietRule } from './signals.ts';

export interface Settings {
  /** Accounts where Cordon may act. `unchecked`: explaining a file where no installation is known. */
  readonly members: readonly string[] | 'unchecked';
  readonly detectionSources: AssetsFile['detectionSources'];
}

/** A finding, or why it is none. Reasons are in order; the first one decides. */
export type Classified =
  | {
      readonly kind: 'finding';
      readonly finding: Finding;
      readonly aiWorkload: AiWorkload;
      readonly reasons: readonly Reason[];
      /** Why people do not have to look, as a sentence; absent: they do. */
      readonly unraised?: string;
      /** Why no playbook may start on it, although people have to look. */
      readonly peopleDecide?: Reason;
    }
  | { readonly kind: 'quiet'; readonly outcome: 'ignore' | 'record'; readonly aiWorkload: AiWorkload; readonly reasons: readonly Reason[] };

const AI_KINDS: ReadonlySet<ResourceKind> = new Set([
  'endpoint',
  'endpoint-config',
  'model',
  'model-package',
  'model-package-group',
  'training-job',
  'guardrail',
  'agent',
]);
const isAi = (resource: Resource): boolean =>
  AI_KINDS.has(resource.kind) || /^arn:[a-z-]+:(sagemaker|bedrock|bedrock-agentcore):/.test(resource.arn ?? '');

/** By its resources first; then by what the signal says; an adopted asset is always AI, and a look-up that found nothing settles the rest. */
const aiWorkloadOf = (detection: Detection, surroundings: Surroundings, ai: AiWorkload): AiWorkload => {
  if (surroundings.asset !== undefined || detection.resources.some(isAi)) return 'yes';
  return ai === 'needs-lookup' && surroundings.lookedUp === true ? 'no' : ai;
};

/** Asset first: the inventory knows the ARN of what an event only names. Then the first ARN of the kind that playbooks act on. */
const TARGET_ORDER: readonly ResourceKind[] = [
  'endpoint',
  'model-package',
  'model-package-group',
  'guardrail',
  'agent',
  'model',
  'training-job',
  'bucket',
  'object',
  'role',
  'access-key',
  'image',
];
const targetAmong = (detection: Detection, surroundings: Surroundings): Target | undefined => {
  const { asset } = surroundings;
  if (asset !== undefined) return { kind: asset.kind, name: asset.name, account: asset.account, region: asset.region, arn: asset.arn };
  const withArn = detection.resources.flatMap((resource) => (resource.arn === undefined ? [] : [{ ...resource, arn: resource.arn }]));
  const ranked = TARGET_ORDER.flatMap((kind) => withArn.filter((resource) => resource.kind === kind));
  return ranked[0] ?? withArn[0];
};

/** SEV1 harm that is likely on a high tier, SEV2 likely on medium or suspected on high, SEV3 and SEV4 below. An unknown tier counts as medium. */
const SEVERITY: Readonly<Record<Tier, Readonly<Record<Certainty, Sev>>>> = {
  high: { suspected: 2, likely: 1, confirmed: 1 },
  medium: { suspected: 3, likely: 2, confirmed: 2 },
  low: { suspected: 4, likely: 3, confirmed: 3 },
};
export const severityOf = (tier: Tier | undefined, certainty: Certainty, isSample: boolean): Sev =>
  isSample ? 4 : SEVERITY[tier ?? 'medium'][certainty];

const allowed = (detection: Detection, settings: Settings): boolean =>
  settings.detectionSources.some(({ source, account }) => source === detection.source.product && account === detection.source.account);

/** Two independent signs, or one fact that does not come from the sender. https://atlas.mitre.org */
const INDICATORS_NEEDED = 2;

const certaintyOf = (
  rule: FindingRule,
  detection: Detection,
  surroundings: Surroundings,
  trusted: boolean,
): { readonly certainty: Certainty; readonly why: string } => {
  const fact = surroundings.facts.find(({ corroborates }) => corroborates);
  const indicators = String(detection.attributes['indicators'] ?? '')
    .split(',')
    .filter((word) => word !== '');
  const spoken = indicators
    .slice(0, 4)
    .map((word) => word.replaceAll('-', ' '))
    .join(' + ');
  if (rule.certainty === 'likely') return { certainty: 'likely', why: rule.meaning };
  if (fact !== undefined) return { certainty: 'likely', why: `${indicators.length === 0 ? rule.meaning : spoken}, and a fact agrees` };
  if (trusted && indicators.length >= INDICATORS_NEEDED) return { certainty: 'likely', why: spoken };
  if (detection.source.id !== 'ai-detection') return { certainty: 'suspected', why: rule.meaning };
  const missing = trusted ? 'two would make it likely' : 'its sender is not on the allow-list';
  return { certainty: 'suspected', why: `${indicators.length === 0 ? 'no indicator' : spoken}; ${missing}` };
};

const quietly = (rule: QuietRule, detection: Detection, surroundings: Surroundings): Classified => ({
  kind: 'quiet',
  outcome: rule.outcome,
  aiWorkload: aiWorkloadOf(detection, surroundings, rule.ai),
  reasons: [{ rule: `signal:${detection.signal}`, verdict: false, sentence: `${detection.title.replace(/[.\s]+$/, '')}. ${rule.meaning}` }],
});
const unknownSignal = (detection: Detection): Classified => ({
  kind: 'quiet',
  outcome: 'record',
  aiWorkload: 'needs-lookup',
  reasons: [{ rule: 'signal', verdict: false, sentence: `No rule knows the signal ${detection.signal} of ${detection.source.id}.` }],
});

/** People and pipelines do it all day, or it belongs to somebody else's system: kept, and nobody is woken. */
const unraisedWhy = (rule: FindingRule, finding: Finding, ai: AiWorkload, surroundings: Surroundings): string | undefined => {
  if (finding.certainty !== 'suspected') return undefined;
  if (rule.ai === 'needs-lookup' && ai === 'no') return 'what it concerns belongs to no AI system in the inventory';
  return rule.raised === 'always' || (rule.ai === 'needs-lookup' && surroundings.asset !== undefined) ? undefined : rule.meaning;
};
const peopleDecideWhy = (rule: FindingRule, finding: Finding, ai: AiWorkload, trusted: boolean): Reason | undefined => {
  const { source } = finding;
  const unlisted = `${source.product} in account ${source.account} is not on the allow-list (detectionSources in assets.yaml); no playbook runs on its word, whatever else agrees.`;
  if (finding.assurance === 'app' && !trusted) return { rule: 'sender', verdict: false, sentence: unlisted };
  if (rule.ai !== 'needs-lookup' || ai !== 'no') return undefined;
  return {
    rule: 'inventory',
    verdict: false,
    sentence: 'What it concerns belongs to no AI system in the inventory; people decide whose it is.',
  };
};

const compromised: FindingRule = {
  kind: 'finding',
  incidentClass: 'compromised-ai-credentials',
  certainty: 'likely',
  raised: 'always',
  ai: 'yes',
  meaning: 'a role of Cordon made a call that its ledger does not know',
};

/** What one detection means, given what the look-ups found. Pure: the same event and the same facts are the same finding. */
export const classify = (detection: Detection, surroundings: Surroundings, settings: Settings): Classified => {
  const stolen = surroundings.own?.matched === false;
  const rule = stolen ? compromised : signalRule(detection.signal);
  if (rule === undefined) return unknownSignal(detection);
  if (rule.kind === 'quiet') return quietly(rule, detection, surroundings);
  const assurance = assuranceOf(detection.source.id);
  const corroborated = assurance !== 'app' || surroundings.facts.some(({ corroborates }) => corroborates);
  const trusted = assurance === 'app' && allowed(detection, settings);
  const aiWorkload = aiWorkloadOf(detection, surroundings, rule.ai);
  const { certainty, why } = certaintyOf(rule, detection, surroundings, trusted);
  const incidentClass = stolen ? CORDON_COMPROMISED : rule.incidentClass;
  const said = `declared by ${detection.source.product}, ${trusted ? 'who is on the allow-list' : 'who is not on the allow-list'}`;
  const classSentence = `class ${incidentClass} (${assurance === 'app' ? said : rule.meaning})`;
  const target = targetAmong(detection, surroundings);
  const finding: Finding = {
    ...detection,
    uid: `finding-${digestOf([detection.source.id, detection.source.uid, detection.correlationKey]).slice(7, 39)}`,
    incidentClass,
    assurance,
    corroborated,
    certainty,
    sev: stolen ? 1 : severityOf(surroundings.asset?.tier, certainty, detection.isSample),
    because: `${classSentence}; level "${certainty}": ${why}`,
    ...(target === undefined ? {} : { target }),
  };
  const reasons: readonly Reason[] = [
    { rule: 'class', verdict: true, sentence: classSentence },
    { rule: 'certainty', verdict: certainty !== 'suspected', sentence: `level "${certainty}": ${why}` },
    ...surroundings.facts.map(({ sentence, corroborates }) => ({ rule: 'fact', verdict: corroborates, sentence })),
  ];
  const unraised = unraisedWhy(rule, finding, aiWorkload, surroundings);
  const peopleDecide = peopleDecideWhy(rule, finding, aiWorkload, trusted);
  return {
    kind: 'finding',
    finding,
    aiWorkload,
    reasons,
    ...(unraised === undefined ? {} : { unraised }),
    ...(peopleDecide === undefined ? {} : { peopleDecide }),
  };
};
