import type { Manifest } from '../../../core/evidence/store.ts';
import { sha256 } from '../../../core/json.ts';

const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer';
export const ITEMS: Readonly<Record<string, string>> = { endpoint: '{"a":1}', tags: '[]' };

/** A manifest over two small items. */
export const manifest = (changes: Partial<Manifest> = {}): Manifest => ({
  incidentId: 'inc-1',
  subject: { kind: 'endpoint', name: 'fraud-scorer', account: '111122223333', region: 'eu-west-1', arn },
  set: 'quick',
  items: Object.entries(ITEMS).map(([name, text]) => ({
    digest: sha256(text),
    bytes: text.length,
    name,
    storedAt: { key: `items/${name}` },
    from: {
      operation: 'sagemaker:DescribeEndpoint',
      input: { EndpointName: 'fraud-scorer' },
      collector: 'arn:aws:sts::1:assumed-role/a/b',
      startedAt: '2026-11-20T03:00:00.000Z',
      endedAt: '2026-11-20T03:00:00.000Z',
    },
  })),
  missing: [
    {
      name: 'data-capture',
      because: {
        kind: 'not-configured',
        retryable: false,
        effect: 'no-change',
        what: 'data capture: not configured',
        why: 'off',
        next: 'npx cordon readiness',
      },
    },
  ],
  sealedAt: '2026-11-20T03:00:00.000Z',
  ...changes,
});
