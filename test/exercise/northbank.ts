import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readScenario, type ReadScenario } from '../../core/exercise/read-scenario.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
export const FILE = 'playbooks/training-data-poisoning/scenarios/poisoned-retrain.yaml';
export const scenarioText = (): string => readFileSync(`${ROOT}/${FILE}`, 'utf8');
export const shipped = (): ReadScenario => {
  const read = readScenario(scenarioText(), FILE);
  if (!read.ok) throw new Error(JSON.stringify(read.findings));
  return read.value;
};
