import { readFileSync } from 'node:fs';
import { detector } from '../../../core/finding/detect.ts';
import type { Detection } from '../../../core/finding/detection.ts';
import { readEvents } from '../../../core/finding/read-events.ts';
import { sources } from '../../../sources/index.ts';

const detect = detector(sources);

/** What the sources make of a file, by its path from the root; a refusal is a mistake of the test. */
export const detectionsIn = (path: string): readonly Detection[] =>
  readEvents(readFileSync(new URL(`../../../${path}`, import.meta.url))).flatMap((read) => {
    const found = read.kind === 'event' ? detect(read.envelope, read.rawDigest) : undefined;
    if (found?.kind !== 'detections') throw new Error(`${path}: ${JSON.stringify(found ?? read)}`);
    return found.detections;
  });
