/** What append does, in as few words as possible. */
export interface Model {
  readonly ids: readonly string[];
}
export const emptyModel: Model = { ids: [] };

export const modelAppend = (
  model: Model,
  expectedSeq: number,
  drafts: readonly string[],
): { readonly kind: 'appended' | 'already' | 'conflict'; readonly model: Model } => {
  const fresh = [...new Set(drafts)].filter((id) => !model.ids.includes(id));
  if (fresh.length === 0) return { kind: 'already', model };
  if (expectedSeq !== model.ids.length) return { kind: 'conflict', model };
  return { kind: 'appended', model: { ids: [...model.ids, ...fresh] } };
};
