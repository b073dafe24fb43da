import * as z from 'zod';
import { Arn, resourceOf } from '../core/asset/resource.ts';
import { failed } from '../core/failure.ts';
import { digestOf } from '../core/json.ts';
import { detected } from '../core/finding/detected.ts';
import type { Source } from '../core/finding/detection.ts';
import { unreadable } from '../core/finding/envelope.ts';
import { cleanText } from '../core/finding/field.ts';
import { IncidentClass } from '../core/playbook/incident-class.ts';
import { Instant } from '../core/time.ts';

/** Indicators are words of a vocabulary, not prose: they are counted, and printed on cards. */
const Indicator = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'an indicator is one word such as label-flip');

/** What an application's own guard reports. Strict: a misspelt field would otherwise be a detection without its facts. */
export const AiDetection = z.strictObject({
  schemaVersion: z.literal(1),
  uid: z.string().min(1).max(256).describe('the same for the same problem: a repeat joins its incident'),
  class: IncidentClass.describe('what the sender thinks it is'),
  title: z.string().min(1).max(512).describe('one sentence for people'),
  severityId: z.literal([0, 1, 2, 3, 4, 5, 6, 99]).describe('OCSF severity_id'),
  target: z.strictObject({ arn: Arn }).describe('the endpoint, bucket or model package concerned'),
  data: z
    .strictObject({
      uri: z
        .string()
        .max(1024)
        .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/[^\s]*$/, 'an S3 prefix such as s3://nb-train/partner/'),
      firstBadAt: Instant,
    })
    .optional()
    .describe('the data that is bad, and since when'),
  indicators: z.array(Indicator).max(16).describe('what was seen, one word each'),
  sample: z.boolean().optional().describe('a trial: recorded, never acted on'),
});
export type AiDetection = z.output<typeof AiDetection>;

export const aiDetection: Source = {
  id: 'ai-detection',
  // AWS refuses PutEvents with a source that starts with `aws.`; so do we.
  pattern: { source: [{ 'anything-but': { prefix: 'aws.' } }], 'detail-type': ['AI Detection'] },
  parse: (event, rawDigest) => {
    const read = AiDetection.safeParse(event.detail);
    if (!read.success) {
      const [issue] = read.error.issues;
      return failed(unreadable(cleanText(`${['detail', ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'invalid'}`)));
    }
    const detail = read.data;
    const partition = detail.target.arn.split(':')[1] ?? 'aws';
    const indicators = [...new Set(detail.indicators)];
    return detected('ai-detection', event, rawDigest, {
      product: event.source,
      uid: detail.uid,
      // Who says it is left out: two guards that see the same problem of the same target open one incident.
      correlationKey: `ai-detection:${digestOf([detail.class, detail.target.arn, detail.uid])}`,
      signal: detail.class,
      title: detail.title,
      severityId: detail.severityId,
      resources: [
        resourceOf(detail.target.arn),
        detail.data === undefined
          ? undefined
          : resourceOf(`arn:${partition}:s3:::${detail.data.uri.slice('s3://'.length).replace(/\/$/, '')}`),
      ],
      attributes: {
        sender: event.source,
        senderAccount: event.account,
        indicators: indicators.join(','),
        indicatorCount: indicators.length,
        dataUri: detail.data?.uri,
        firstBadAt: detail.data?.firstBadAt,
      },
      isSample: detail.sample ?? false,
    });
  },
  correlationWindow: 'P7D',
  doc: {
    sentence: 'What your own guards report: an EventBridge event with detail-type AI Detection, from a sender on the allow-list.',
    url: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html',
  },
  sample: {
    version: '0',
    id: '7f1c2a5e-0b64-4d0e-9d0f-3a1b7c55e001',
    'detail-type': 'AI Detection',
    source: 'northbank.ingest-guard',
    account: '111122223333',
    time: '2026-11-20T02:40:43Z',
    region: 'eu-west-1',
    resources: [],
    detail: {
      schemaVersion: 1,
      uid: 'ingest-guard-2026-11-18-partner',
      class: 'training-data-poisoning',
      title: 'fraud-scorer: its training data was poisoned',
      severityId: 4,
      target: { arn: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer' },
      data: { uri: 's3://nb-train/partner/', firstBadAt: '2026-11-18T02:10:00Z' },
      indicators: ['label-flip', 'unknown-uploader'],
    },
  },
};
