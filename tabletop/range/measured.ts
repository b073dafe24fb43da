import { readFileSync } from 'node:fs';
import type { Measurements } from './behaviour.ts';
import { readMeasured } from './saved.ts';

/** What `calibrate` found in a real account, kept with the project: the range behaves so wherever it is not told otherwise. */
const read = readMeasured(readFileSync(new URL('./measured.json', import.meta.url), 'utf8'));
if (!read.ok) throw new Error(`tabletop/range/measured.json cannot be read: ${read.why}`);
export const MEASURED: Measurements = read.value;
