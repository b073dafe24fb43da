import * as z from 'zod';
import { instantOf } from '../../../core/time.ts';
import { decide } from '../policy/authorise.ts';
import { bucketsOf, fromUri } from '../s3/state.ts';
import { storeObject } from '../s3/write.ts';
import { modelNamed } from '../sagemaker/containers.ts';
import type { Endpoint, Variant } from '../sagemaker/state.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import { captureFlush } from './behaviours.ts';

const Config = z.object({
  EnableCapture: z.boolean().default(true),
  InitialSamplingPercentage: z.number(),
  DestinationS3Uri: z.string(),
  CaptureOptions: z.array(z.object({ CaptureMode: z.enum(['Input', 'Output', 'InputAndOutput']) })),
});
/** Lines that wait to be written, with where they go and as whom. */
interface Buffered {
  readonly prefix: string;
  readonly role: string | undefined;
  readonly lines: readonly string[];
}
const bufferOf = (world: World): Table<Buffered> => world.store.table<Buffered>('runtime.capture');

export interface Exchange {
  readonly input: Buffer;
  readonly inputType: string | undefined;
  readonly output: Buffer;
  readonly outputType: string;
  readonly inferenceId: string | undefined;
}
const observed = (mode: 'INPUT' | 'OUTPUT', bytes: Buffer, type: string | undefined) => {
  const encoding = type === 'text/csv' ? 'CSV' : type === 'application/json' ? 'JSON' : 'BASE64';
  const data = encoding === 'BASE64' ? bytes.toString('base64') : bytes.toString('utf8');
  return { ...(type === undefined ? {} : { observedContentType: type }), mode, data, encoding };
};

/** Keeps what was asked and answered, when the endpoint captures and this call is in the sample. */
export const capture = (world: World, endpoint: Endpoint, variant: Variant, exchange: Exchange, at: number): void => {
  if (endpoint.capture === undefined) return;
  const { EnableCapture, InitialSamplingPercentage, DestinationS3Uri, CaptureOptions } = Config.parse(endpoint.capture);
  if (!EnableCapture) return;
  if (InitialSamplingPercentage < 100 && world.ids.number('capture') * 100 >= InitialSamplingPercentage) return;
  const modes = CaptureOptions.map(({ CaptureMode }) => CaptureMode);
  const takes = (mode: 'Input' | 'Output'): boolean => modes.includes(mode) || modes.includes('InputAndOutput');
  const line = JSON.stringify({
    captureData: {
      ...(takes('Input') ? { endpointInput: observed('INPUT', exchange.input, exchange.inputType) } : {}),
      ...(takes('Output') ? { endpointOutput: observed('OUTPUT', exchange.output, exchange.outputType) } : {}),
    },
    eventMetadata: {
      eventId: world.ids.uuid('capture'),
      ...(exchange.inferenceId === undefined ? {} : { inferenceId: exchange.inferenceId }),
      inferenceTime: `${instantOf(at).slice(0, 19)}Z`,
    },
    eventVersion: '0',
  });
  const hour = instantOf(at).slice(0, 13).replace('T', '/').replaceAll('-', '/');
  const key = `${endpoint.arn}|${variant.name}|${hour}`;
  const known = bufferOf(world).get(key);
  bufferOf(world).put(key, {
    prefix: `${DestinationS3Uri.replace(/\/?$/, '/')}${endpoint.name}/${variant.name}/${hour}/`,
    role: endpoint.executionRoleArn ?? modelNamed(world, endpoint, variant.model)?.executionRoleArn,
    lines: [...(known?.lines ?? []), line],
  });
  if (known === undefined) world.timers.add('capture-written', world.lasts(captureFlush), { key });
};

/** As the execution role: without its permission the lines are lost, and nobody is told. */
export const putAs = (world: World, role: string | undefined, uri: string, bytes: Buffer, contentType: string): boolean => {
  const place = fromUri(uri);
  const bucket = place === undefined ? undefined : bucketsOf(world).get(place.bucket);
  if (place === undefined || bucket === undefined || role === undefined) return false;
  if (decide(world, role, { action: 's3:PutObject', resource: `arn:aws:s3:::${place.bucket}/${place.key}` }) !== 'allow') return false;
  storeObject(world, bucket, { key: place.key, bytes, contentType });
  return true;
};

export const startCapture = (world: World): void =>
  world.timers.on('capture-written', ({ key }, at) => {
    const buffered = typeof key === 'string' ? bufferOf(world).get(key) : undefined;
    if (typeof key !== 'string' || buffered === undefined) return;
    bufferOf(world).remove(key);
    const name = `${instantOf(at).slice(14, 23).replaceAll(/[:.]/g, '-')}-${world.ids.uuid('capture-file')}.jsonl`;
    putAs(world, buffered.role, `${buffered.prefix}${name}`, Buffer.from(`${buffered.lines.join('\n')}\n`), 'application/json');
  });
