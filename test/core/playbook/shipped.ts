import { readFileSync } from 'node:fs';
import { catalogOf } from '../../../actions/catalog.ts';
import { actions } from '../../../actions/index.ts';
import { knownFrom } from '../../../core/playbook/known-from.ts';
import { documentOf } from './sample.ts';

const ROOT = new URL('../../../playbooks/', import.meta.url);
export const shippedText = (file: string): string => readFileSync(new URL(file, ROOT), 'utf8');

/** Every shipped playbook, by name, as it stands. */
export const SHIPPED = ['forensic-snapshot', 'prompt-injection', 'training-data-poisoning'].map((id) =>
  documentOf(shippedText(`${id}/playbook.yaml`)),
);
export const CATALOG = catalogOf(actions);
export const KNOWN = knownFrom({ actions: CATALOG, documents: SHIPPED });
