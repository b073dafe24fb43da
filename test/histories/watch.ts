import type { DatabaseSync } from 'node:sqlite';
import type { WireOperation } from '@aws/durable-execution-sdk-js';
import { changeOf, type Change } from './history.ts';

/** Every write of the durable host, per execution, in the order in which it was made. `hook` is for the host. */
export const watchOperations = (database: () => DatabaseSync | undefined) => {
  const written = new Map<string, string>();
  const changes = new Map<string, Change[]>();
  const look = (): void => {
    const rows = database()?.prepare('SELECT arn, id, document FROM operation WHERE dirty = 1 ORDER BY seq').all() ?? [];
    for (const row of rows) {
      const [arn, key, document] = [String(row['arn']), JSON.stringify([row['arn'], row['id']]), String(row['document'])];
      if (written.get(key) === document) continue;
      const operation: WireOperation = JSON.parse(document);
      if (operation.Type !== 'EXECUTION') changes.set(arn, [...(changes.get(arn) ?? []), changeOf(operation, !written.has(key))]);
      written.set(key, document);
    }
  };
  return {
    hook: (point: string): void => void (point === 'after put' && look()),
    of: (arn: string): readonly Change[] => changes.get(arn) ?? [],
  };
};
