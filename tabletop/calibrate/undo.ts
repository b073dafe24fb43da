/** Something that was made, and how it goes away again. */
interface Made {
  readonly what: string;
  /** What a person types when it could not be removed. */
  readonly by: string;
  readonly undo: () => Promise<unknown>;
}
export interface Undoing {
  made(what: string, by: string, undo: () => Promise<unknown>): void;
  /** Last made, first removed. Answers the commands for what is still there. */
  all(): Promise<readonly { readonly what: string; readonly by: string; readonly why: string }[]>;
}

export const createUndoing = (): Undoing => {
  const made: Made[] = [];
  return {
    made: (what, by, undo) => void made.push({ what, by, undo }),
    all: async () => {
      const left: { what: string; by: string; why: string }[] = [];
      for (let next = made.pop(); next !== undefined; next = made.pop()) {
        const { what, by, undo } = next;
        try {
          await undo();
        } catch (thrown) {
          left.push({ what, by, why: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown) });
        }
      }
      return left;
    },
  };
};
