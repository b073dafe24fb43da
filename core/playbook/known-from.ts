import type { JsonObject } from '../json.ts';
import { isShared, type Input, type PlaybookDocument } from './document.ts';
import type { Known, KnownAction, KnownPlaybook } from './known.ts';
import { coversOf } from './lint/evidence-gate.ts';
import { operationsOf } from './operations-of.ts';
import { rulesOf } from './step.ts';

/** JSON Schema of each input type; patterns are those of the actions' inputs, so that evidence of a thing is found again. */
const TYPES: Readonly<Record<Input['type'], JsonObject>> = {
  string: { type: 'string', maxLength: 1024 },
  arn: { type: 'string', pattern: '^arn:' },
  'endpoint-arn': { type: 'string', pattern: '^arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:[0-9]{12}:endpoint/' },
  'model-package-arn': { type: 'string', pattern: '^arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:[0-9]{12}:model-package/' },
  's3-uri': { type: 'string', pattern: '^s3://' },
  instant: { type: 'string', format: 'date-time' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
};

/** A shared playbook's inputs, as an action's input is described. */
export const inputsSchema = (inputs: PlaybookDocument['inputs']): JsonObject => {
  const entries = Object.entries(inputs ?? {});
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, { type, describe }]) => [name, { ...TYPES[type], description: describe }])),
    required: entries.filter(([, { optional }]) => optional !== true).map(([name]) => name),
    additionalProperties: false,
  };
};

interface Sources {
  readonly actions: readonly KnownAction[];
  readonly documents: readonly PlaybookDocument[];
  readonly references?: Known['references'];
}
/** What a linter knows: the catalog's actions, and every playbook that a document could call. */
export const knownFrom = ({ actions, documents, references }: Sources): Known => {
  const byId = new Map<string, KnownAction>(actions.map((action) => [action.id, action]));
  const documentsById = new Map(documents.map((document) => [document.metadata.id, document]));
  const done = new Map<string, KnownPlaybook>();
  /** Everything that a playbook calls, directly or through others. */
  const reach = (id: string, seen: Set<string> = new Set()): ReadonlySet<string> => {
    for (const next of documentsById.get(id)?.steps.flatMap((step) => rulesOf(step).calls) ?? [])
      if (!seen.has(next)) reach(next, seen.add(next));
    return seen;
  };
  const depthOf = (document: PlaybookDocument): number => {
    const called = document.steps.flatMap((step) => rulesOf(step).calls).map((id) => known.playbook(id));
    return Math.max(0, ...called.map((found) => (found === undefined || found === 'cycle' ? 0 : found.depth + 1)));
  };
  const loops = (document: PlaybookDocument): boolean =>
    document.steps.some((step) => 'foreach' in step) ||
    document.steps
      .flatMap((step) => rulesOf(step).calls)
      .map((id) => known.playbook(id))
      .some((found) => found !== undefined && found !== 'cycle' && found.loops);
  const summary = (document: PlaybookDocument): KnownPlaybook => ({
    id: document.metadata.id,
    shared: isShared(document),
    mode: document.mode,
    inputs: inputsSchema(document.inputs),
    ...(document.outputs && { outputs: Object.fromEntries(Object.keys(document.outputs).map((name) => [name, 'dyn'])) }),
    operations: operationsOf(document, known),
    loops: loops(document),
    depth: depthOf(document),
    calls: [...reach(document.metadata.id)],
    covers: coversOf(document, known),
  });
  const known: Known = {
    action: (id) => byId.get(id),
    actions: [...byId.keys()],
    playbooks: [...documentsById.keys()],
    playbook: (id) => {
      const document = documentsById.get(id);
      if (document === undefined) return undefined;
      const ready = done.get(id);
      if (ready !== undefined) return ready;
      if (reach(id).has(id)) return 'cycle';
      const made = summary(document);
      done.set(id, made);
      return made;
    },
    ...(references && { references }),
  };
  return known;
};

/** The same, seen from inside one document, which may not be among the known ones yet: calling it back is a circle. */
export const knownInside = (known: Known, id: string): Known => ({
  ...known,
  playbook: (other) => {
    const found = known.playbook(other);
    return other === id || (found !== undefined && found !== 'cycle' && found.calls.includes(id)) ? 'cycle' : found;
  },
});
