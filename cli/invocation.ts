import type { Output } from './output.ts';
import type { CliVerb } from './verbs.ts';

/** What the process was started with; read once, in main.ts. */
export interface Surroundings {
  /** The project's folder. */
  readonly root: string;
  readonly dataDir: string;
  readonly port: number;
  readonly rangePort: number;
  readonly version: string;
}
export interface Invocation {
  readonly verb: CliVerb;
  /** Positionals and options by the names that the server knows; ids in their one form. */
  readonly args: Readonly<Record<string, string | boolean>>;
  readonly as: string | undefined;
  readonly json: boolean;
}
/** Answers the exit code. */
export type Handler = (call: Invocation, out: Output, surroundings: Surroundings) => Promise<number>;

export const textArg = ({ args }: Invocation, name: string): string => {
  const value = args[name];
  return typeof value === 'string' ? value : '';
};
