/** What a quick set holds, in the order in which it is taken: who takes it, then the most volatile first. Actions name what they endanger with these words. */
export const QUICK_SET = [
  'caller-identity',
  'endpoint',
  'tags',
  'metrics',
  'data-capture',
  'cloudtrail',
  'endpoint-config',
  'model',
  'model-package',
  'artefact',
  'image',
  'training-job',
  'training-data',
  'asset',
] as const;
export type QuickItem = (typeof QUICK_SET)[number];

/** `model:fraud-model-7` when a set may hold several of a kind. */
export const itemName = (kind: QuickItem, which?: string): string => (which === undefined ? kind : `${kind}:${which}`);
/** Which kind an item's name stands for; `undefined` for what no quick set holds. */
export const kindOfItem = (name: string): QuickItem | undefined => QUICK_SET.find((kind) => name === kind || name.startsWith(`${kind}:`));
