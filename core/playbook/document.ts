import * as z from 'zod';
import { Mode } from '../approval/grant.ts';
import { digestOf, type Sha256 } from '../json.ts';
import { IncidentClass } from './incident-class.ts';
import { Step } from './step.ts';
import { Kebab } from './steps/step-kind.ts';

/** Three numbers; no pre-releases: what is released runs, what is not does not. https://semver.org */
export const Version = z.string().regex(/^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/, 'a version such as 1.0.0');
/** Technique id of MITRE ATLAS. https://atlas.mitre.org */
const AtlasId = z.string().regex(/^AML\.T\d{4}(\.\d{3})?$/, 'an ATLAS technique such as AML.T0020');
/** https://genai.owasp.org/llm-top-10/ */
const OwaspLlmId = z.string().regex(/^LLM\d\d:2025$/, 'an OWASP LLM risk such as LLM04:2025');
const Sentence = z.string().min(1).max(160);

const INPUT_TYPES = ['string', 'arn', 'endpoint-arn', 'model-package-arn', 's3-uri', 'instant', 'integer', 'boolean'] as const;
const Input = z.strictObject({
  type: z.enum(INPUT_TYPES).describe('an arn is always complete, never a bare name'),
  describe: Sentence.describe('what callers hand over, for people'),
  optional: z.boolean().optional().describe('default false: callers must hand it over'),
});
export type Input = z.output<typeof Input>;

const Metadata = z.strictObject({
  id: Kebab.describe('same as the folder; never used again for something else'),
  version: Version.describe('raise it with every change of a released playbook'),
  title: Sentence.describe('what happened, as people would say it'),
  owner: z.string().min(1).max(64).describe('the team that answers for this playbook'),
  references: z
    .strictObject({
      atlas: z.array(AtlasId).max(16).describe('MITRE ATLAS techniques that it answers'),
      owaspLlm: z.array(OwaspLlmId).max(10).describe('OWASP Top 10 for LLM applications 2025'),
    })
    .describe('what public catalogues call it'),
});

const Triggers = z.strictObject({
  findings: z.array(IncidentClass).min(1).max(8).describe('incident classes that it answers'),
  where: z.string().min(1).max(1000).describe('CEL over finding and asset; true: this playbook answers. An error asks a person'),
});

/** Written at release, never by hand: the documents that its sub-playbooks are, for good. */
const Locks = z.record(
  Kebab,
  z.strictObject({
    version: Version.describe('the version that was newest at release'),
    digest: z.templateLiteral(['sha256:', z.string().regex(/^[0-9a-f]{64}$/)]).describe('of that document, as in versions.json'),
  }),
);

/**
 * A playbook, as JSON after YAML was read. No field has a default or is changed by parsing, so that a document's digest stays the same
 * when the language grows.
 */
export const PlaybookDocument = z.strictObject({
  apiVersion: z.literal('cordon/v1').describe('the language that this file is written in'),
  kind: z.literal('Playbook').describe('what this file is'),
  metadata: Metadata.describe('name, version, owner'),
  triggers: Triggers.optional().describe('which findings it answers; without triggers it is a shared playbook that others call'),
  inputs: z
    .record(z.string().regex(/^[a-z][A-Za-z0-9]{0,47}$/), Input)
    .optional()
    .describe('what a shared playbook is handed over'),
  outputs: z
    .record(z.string().regex(/^[a-z][A-Za-z0-9]{0,47}$/), z.string().min(1).max(1000))
    .optional()
    .describe('what a shared playbook hands back: ${{ CEL }} over its steps; callers say steps.<id>.output.<name>'),
  mode: Mode.describe('observe, propose or enforce; a deployment may lower it, never raise it'),
  onEvidenceFailure: z
    .enum(['contain', 'hold'])
    .optional()
    .describe('when endangered evidence cannot be taken within 30 s: contain anyway, or hold and ask. Default hold'),
  steps: z.array(Step).min(1).max(64).describe('done one after the other, top to bottom'),
  locks: Locks.optional().describe('written at release, never by hand'),
});
export type PlaybookDocument = z.output<typeof PlaybookDocument>;

/** The identity of a document. */
export const documentDigest = (document: PlaybookDocument): Sha256 => digestOf(document);
export const isShared = (document: PlaybookDocument): boolean => document.triggers === undefined;
export const onEvidenceFailureOf = (document: PlaybookDocument): 'contain' | 'hold' => document.onEvidenceFailure ?? 'hold';

/** From the most careful up. */
export const MODES_RISING = Mode.options;

/** A deployment, or a playbook that is called, may lower a mode, never raise it. */
export const lowerMode = (a: Mode, b: Mode): Mode => (MODES_RISING.indexOf(a) <= MODES_RISING.indexOf(b) ? a : b);
