import { failed, ok, type Failure, type Result } from '../../failure.ts';
import type { Mode } from '../../approval/grant.ts';
import type { JsonObject } from '../../json.ts';
import { documentDigest, lowerMode, onEvidenceFailureOf, type PlaybookDocument } from '../document.ts';
import { blocksOf, rulesOf, type Step } from '../step.ts';
import { stepsIn } from '../walk.ts';
import { cacaoId, FIRST, modifiedOf } from './identity.ts';
import { DOER, drawStep, EXTENSION, groupId, PHASES, serviceId, servicesOf, type Sources } from './step.ts';
import { variablesOf } from './variables.ts';
import { workflowOf } from './workflow.ts';

/** Who shares it further is for its owner to say: within the organisation and its clients, until somebody says otherwise. https://www.first.org/tlp/ */
const TLP = 'TLP:AMBER';
const MARKING = cacaoId('marking-tlp', TLP);
const WHAT_WE_ADD =
  'What Cordon knows of a playbook and CACAO 2.0 has no word for. Of the playbook: its version, its digest (SHA-256 of its canonical JSON), when it answers (CEL), mode, catalogue ids. Of a step: the step as it was written, its action with risk, calls, endangered evidence and way back, and whose yes it needs by tier. Of a block: how many items at once, and at most; CACAO would end a branch when another one fails, a run does not. A variable __when_…__ or __left_…__ is what the CEL in its description answers. created and modified are ordinals of the version, not dates.';

const failure = (id: string, why: string): Failure<'playbook'> => ({
  kind: 'playbook',
  retryable: false,
  effect: 'no-change',
  what: `${id} cannot be exported`,
  why,
  next: 'npx cordon playbook lint',
});
const references = ({ atlas, owaspLlm }: PlaybookDocument['metadata']['references']): readonly JsonObject[] => [
  ...atlas.map((id) => ({ name: 'MITRE ATLAS', external_id: id, url: `https://atlas.mitre.org/techniques/${id}` })),
  ...owaspLlm.map((id) => ({ name: 'OWASP Top 10 for LLM applications', external_id: id, url: 'https://genai.owasp.org/llm-top-10/' })),
];
const byId = (entries: readonly (readonly [string, JsonObject])[]): JsonObject =>
  Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));

type Known = Omit<Sources, 'mode'>;
/** As deep as the linter lets playbooks call each other. */
const MAX_DEPTH = 4;
/** In a run the lowest mode of everything that is called counts. */
const lowestOf = ({ steps, mode }: PlaybookDocument, known: Known, depth = 0): Mode => {
  const below = depth >= MAX_DEPTH ? [] : steps.flatMap((step) => rulesOf(step).calls.flatMap((id) => known.called(id) ?? []));
  return below.map((document) => lowestOf(document, known, depth + 1)).reduce(lowerMode, mode);
};

const missing = (document: PlaybookDocument, { action, called }: Known): string | undefined => {
  const { version: own } = document.metadata;
  if (modifiedOf(own) === undefined) return `version ${own} has a number above 999`;
  const why = stepsIn(document).map((step) => {
    if ('uses' in step) return action(step.uses) === undefined ? `there is no action ${step.uses}` : undefined;
    if (!('playbook' in step)) return undefined;
    const version = called(step.playbook)?.metadata.version;
    if (version === undefined) return `there is no playbook ${step.playbook}`;
    return modifiedOf(version) === undefined ? `version ${version} of ${step.playbook} has a number above 999` : undefined;
  });
  return why.find((one) => one !== undefined);
};

/** As a run does it: evidence that may be missing holds nothing up. */
const goesOn =
  (document: PlaybookDocument) =>
  (step: Step): boolean =>
    step.onFailure === 'continue' || ('uses' in step && step.phase === 'investigate' && onEvidenceFailureOf(document) === 'contain');

/** A playbook as CACAO 2.0 (OASIS, 27 November 2023), for tools that know that. Same document, same text. */
export const cacaoOf = (document: PlaybookDocument, known: Known): Result<JsonObject, Failure<'playbook'>> => {
  const { metadata, triggers, inputs, outputs, mode } = document;
  const steps = stepsIn(document);
  const sources = { ...known, mode: lowestOf(document, known) };
  const why = missing(document, sources);
  if (why !== undefined) return failed(failure(metadata.id, why));
  const digest = documentDigest(document);
  const stopped = {
    name: 'The run stops',
    description: 'A step failed. What contains stays as it is; a person goes on.',
    commands: [{ type: 'manual', command: 'Read what failed, and decide what happens next. Loosen nothing before you know.' }],
    agent: groupId(DOER),
  };
  const workflow = workflowOf(document.steps, digest, { draw: (step) => drawStep(step, sources), goesOn: goesOn(document), stopped });
  // What has no command has no activity either.
  const own = steps.filter((step) => !('playbook' in step) && blocksOf(step).every(({ loop }) => loop)).map(({ phase }) => PHASES[phase]);
  const entries = steps.flatMap((step) => ('uses' in step ? (sources.action(step.uses) ?? []) : []));
  const services = [...new Set(entries.flatMap(servicesOf))];
  const asked = steps.flatMap((step) => ('task' in step ? [step.task.ask] : 'decide' in step ? [step.decide.ask] : []));
  const roles = [...new Set([DOER, ...asked])];
  const created_by = cacaoId('identity', metadata.owner);
  const variables = variablesOf(document, sources.called);
  const cited = references(metadata.references);
  const made = { created_by, created: FIRST };
  return ok({
    type: 'playbook',
    spec_version: 'cacao-2.0',
    id: cacaoId('playbook', metadata.id),
    name: metadata.title,
    description: `${metadata.id} ${metadata.version}, made from a Cordon playbook. Who must agree stands in each step.`,
    ...(own.length > 0 && {
      playbook_types: [...new Set(own.map(({ type }) => type))],
      playbook_activities: [...new Set(own.map(({ activity }) => activity))],
    }),
    playbook_processing_summary: {
      manual_playbook: true,
      external_playbooks: steps.some((step) => 'playbook' in step),
      parallel_processing: steps.some((step, index) => 'parallel' in step || ('task' in step && index < steps.length - 1)),
      ...(steps.some((step) => 'foreach' in step) && { while_logic: true }),
      ...(steps.some((step) => 'wait' in step || 'decide' in step || ('uses' in step && step.timeout !== undefined)) && {
        temporal_logic: true,
      }),
      if_logic: steps.some(({ when }) => when !== undefined),
      data_markings: true,
      extensions: true,
    },
    ...made,
    modified: modifiedOf(metadata.version) ?? FIRST,
    labels: ['cordon', `version ${metadata.version}`],
    ...(cited.length > 0 && { external_references: cited }),
    markings: [MARKING],
    ...(Object.keys(variables).length > 0 && { playbook_variables: variables }),
    workflow_start: workflow.start,
    workflow_exception: workflow.exception,
    workflow: workflow.steps,
    agent_definitions: byId(roles.map((role) => [groupId(role), { type: 'group', name: role, description: 'role of assets.yaml' }])),
    ...(services.length > 0 && {
      target_definitions: byId(
        services.map((service) => [
          serviceId(service),
          {
            type: 'http-api',
            name: `AWS ${service}`,
            description: 'named as CloudTrail names its event source',
            address: { dname: [`${service}.amazonaws.com`] },
          },
        ]),
      ),
    }),
    extension_definitions: {
      [EXTENSION]: {
        type: 'extension-definition',
        name: 'Cordon',
        description: WHAT_WE_ADD,
        created_by,
        schema: WHAT_WE_ADD,
        version: '1.0.0',
      },
    },
    playbook_extensions: {
      [EXTENSION]: {
        ...metadata,
        digest,
        mode,
        onEvidenceFailure: onEvidenceFailureOf(document),
        ...(triggers && { triggers }),
        ...(inputs && { inputs }),
        ...(outputs && { outputs }),
        ...(document.locks && { locks: document.locks }),
      },
    },
    data_marking_definitions: {
      [MARKING]: {
        type: 'marking-tlp',
        id: MARKING,
        name: TLP,
        tlpv2_level: TLP,
        created_by: cacaoId('identity', 'cordon'),
        created: FIRST,
      },
    },
  });
};
