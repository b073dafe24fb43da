import type { PlaybookDocument } from '../../../core/playbook/document.ts';
import type { KnownAction } from '../../../core/playbook/known.ts';
import { readPlaybook } from '../../../core/playbook/read-playbook.ts';
import { spokenFinding } from '../../../core/playbook/problem.ts';

export const documentOf = (text: string): PlaybookDocument => {
  const read = readPlaybook(text, 'playbook.yaml');
  if (!read.ok) throw new Error(read.findings.map(spokenFinding).join('\n'));
  return read.value.document;
};

const arn = (type: string) => ({ type: 'string', pattern: `^arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:[0-9]{12}:${type}/` });
const input = (properties: Readonly<Record<string, object>>, required: readonly string[]): KnownAction['input'] => ({
  type: 'object',
  properties: JSON.parse(JSON.stringify(properties)),
  required: [...required],
  additionalProperties: false,
});

/** Actions for tests of the language; the shipped playbooks are tested against the shipped catalog. */
export const ACTIONS: readonly KnownAction[] = [
  {
    id: 'evidence.snapshot-endpoint',
    title: 'Preserve an endpoint',
    risk: 'A0',
    effect: 'observe',
    endangers: [],
    settle: { everySeconds: 5, atMostSeconds: 30 },
    input: input({ endpoint: arn('endpoint') }, ['endpoint']),
    undo: 'evidence is never taken back',
  },
  {
    id: 'sagemaker.quarantine-endpoint',
    title: 'Quarantine an endpoint',
    risk: 'A2-contain',
    effect: 'containment',
    endangers: [],
    settle: { everySeconds: 5, atMostSeconds: 120 },
    input: input({ endpoint: arn('endpoint') }, ['endpoint']),
    undo: { risk: 'L' },
  },
  {
    id: 'sagemaker.rollback-endpoint',
    title: 'Roll an endpoint back',
    risk: 'A2-change',
    effect: 'change',
    endangers: ['endpoint', 'metrics'],
    settle: { everySeconds: 15, atMostSeconds: 1800 },
    input: input(
      {
        endpoint: arn('endpoint'),
        badData: { type: 'array', items: { type: 'string', pattern: '^s3:\\/\\/[a-z0-9.-]+\\/\\P{Cc}*$' } },
        badSince: { type: 'string', format: 'date-time' },
      },
      ['endpoint'],
    ),
    undo: { risk: 'A2-change' },
  },
  {
    id: 'sagemaker.reject-model-package',
    title: 'Reject a model package',
    risk: 'A1',
    effect: 'change',
    endangers: ['model-package'],
    settle: { everySeconds: 5, atMostSeconds: 30 },
    input: input({ package: arn('model-package'), because: { type: 'string', minLength: 1, maxLength: 1024 } }, ['package', 'because']),
    undo: { risk: 'A1' },
  },
  {
    id: 'sagemaker.wait-endpoint',
    title: 'Wait for an endpoint',
    risk: 'A0',
    effect: 'observe',
    endangers: [],
    settle: { everySeconds: 1, atMostSeconds: 1500 },
    input: input({ endpoint: arn('endpoint') }, ['endpoint']),
    undo: 'it changes nothing',
  },
  {
    id: 's3.purge-objects',
    title: 'Delete objects for good',
    risk: 'A3',
    effect: 'change',
    endangers: [],
    settle: { everySeconds: 5, atMostSeconds: 30 },
    input: input({ bucket: { type: 'string' }, limit: { type: 'integer' } }, ['bucket']),
    undo: 'deleted objects do not come back',
  },
];
