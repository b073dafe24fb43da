/** The parts of a syntax tree (ESTree with TypeScript) that our rules look at. */
export interface Node {
  readonly type: string;
}
export interface Named extends Node {
  readonly name?: string;
}
export interface Text extends Node {
  readonly value?: unknown;
}
export interface Member extends Node {
  readonly object: Named;
  readonly property: Named;
}
export interface Call extends Node {
  readonly callee: Named | Member;
  readonly arguments: readonly Node[];
}
export interface Specifier extends Node {
  readonly imported?: Named;
  readonly importKind?: string;
}
export interface Import extends Node {
  readonly source: Text | null;
  readonly specifiers?: readonly Specifier[];
  readonly importKind?: string;
}
export interface Class extends Node {
  readonly superClass: (Named & Partial<Member>) | null;
}
export interface Func extends Node {
  readonly async: boolean;
}
export interface Context {
  readonly cwd: string;
  readonly filename: string;
  report(problem: { readonly node: Node; readonly message: string }): void;
}
