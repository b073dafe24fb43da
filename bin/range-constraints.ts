import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Service } from '../tabletop/range/operation.ts';
import type { ConstraintFile } from '../tabletop/range/protocol/constraints.ts';
import { describeService } from '../tabletop/range/protocol/service.ts';
import { modelsIn, type Model } from './range/model.ts';
import { nothingFound, walkInput } from './range/rules.ts';

/**
 * Writes `constraints.json` of every service of the range: lengths, bounds, patterns and enums of everything that the inputs of its
 * operations hold, from AWS's public models. They are not in the repository; the folders with them are the arguments, the best one first:
 * Smithy JSON (github.com/aws/api-models-aws) or botocore's `data` folder (`apt-get install python3-botocore`).
 *
 *   node bin/range-constraints.ts <folder> [<folder> …]
 */
const RANGE = 'tabletop/range';
const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('node bin/range-constraints.ts <folder of models> [<folder of models> …]');
  process.exit(2);
}

const isService = (value: unknown): value is Service =>
  typeof value === 'object' && value !== null && 'load' in value && 'operations' in value;
/** One folder at a time: a service that is being written and does not load keeps its file, and the others get theirs. */
const serviceIn = async (folder: string): Promise<Service | undefined> => {
  if (!readdirSync(join(RANGE, folder)).includes('operations.ts')) return undefined;
  try {
    const exported: object = await import(pathToFileURL(join(RANGE, folder, 'operations.ts')).href);
    return Object.values(exported).find(isService);
  } catch (thrown) {
    console.error(`${folder} does not load: ${String(thrown)}`);
    process.exitCode = 1;
    return undefined;
  }
};

const oneALine = (value: unknown): string =>
  typeof value !== 'object' || value === null
    ? JSON.stringify(value)
    : `{ ${Object.entries(value)
        .map(([key, inner]) => `${JSON.stringify(key)}: ${JSON.stringify(inner)}`)
        .join(', ')} }`;
const block = (entries: readonly string[], [open, close]: readonly [string, string]): string =>
  entries.length === 0 ? `${open}${close}` : `${open}\n${entries.map((entry) => `    ${entry}`).join(',\n')}\n  ${close}`;
const byKey = <T>(map: ReadonlyMap<string, T>): readonly string[] =>
  [...map].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${JSON.stringify(key)}: ${oneALine(value)}`);
const texts = (list: readonly string[]): string =>
  block(
    list.toSorted().map((text) => JSON.stringify(text)),
    ['[', ']'],
  );

const fileFor = async (service: Service, model: (id: string) => Model | undefined): Promise<string> => {
  const client = await service.load();
  const shape = describeService(client);
  const source = model(shape.id);
  const found = nothingFound();
  const implemented = Object.keys(service.operations);
  for (const name of implemented) {
    const [input, modelled] = [shape.operations.get(name)?.input, source?.input(name)];
    if (input !== undefined && modelled !== undefined) walkInput(client, input, modelled, found);
  }
  const known = implemented.filter((name) => source?.operations.includes(name) === true);
  const unknown = implemented.filter((name) => !known.includes(name));
  console.error(`${shape.id}: ${found.rules.size} rules of ${known.length} operations; not in the model: ${unknown.join(' ') || 'none'}`);
  const parts: Readonly<Record<keyof ConstraintFile, string>> = {
    source: JSON.stringify(source?.source ?? 'no model was at hand'),
    operations: texts(known),
    unknown: texts(unknown),
    unreadable: block(byKey(found.unreadable), ['{', '}']),
    rules: block(byKey(found.rules), ['{', '}']),
  };
  return `{\n${Object.entries(parts)
    .map(([key, text]) => `  "${key}": ${text}`)
    .join(',\n')}\n}\n`;
};

const models = modelsIn(folders);
for (const { name } of readdirSync(RANGE, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const service = await serviceIn(name);
  if (service !== undefined) writeFileSync(join(RANGE, name, 'constraints.json'), await fileFor(service, models));
}
