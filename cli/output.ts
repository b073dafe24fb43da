import { styleText } from 'node:util';
import { refit, row, WIDTH } from '../core/report/layout.ts';
import type { Refusal } from './stop.ts';

/** Raised when what programs read with `--json` changes its shape. */
const SCHEMA_VERSION = 1;
type Style = Parameters<typeof styleText>[0];

/** Answers go to standard output; where you are, progress and errors to standard error. */
export interface Output {
  readonly json: boolean;
  /** Columns to lay out for. */
  readonly width: number;
  readonly place: (line: string, kind: string) => void;
  readonly lines: (lines: readonly string[]) => void;
  /** Progress: never part of the answer. */
  readonly note: (lines: readonly string[]) => void;
  readonly next: (command: string) => void;
  readonly data: (data: object) => void;
  /** All of it on standard error: a script that keeps the output keeps nothing. `told`: what the server's answer says about it. */
  readonly refuse: (refusal: Refusal, told?: readonly string[]) => void;
}

const PLACE_STYLE: Readonly<Record<string, Style>> = { SANDBOX: 'green', EXERCISE: 'yellow', LIVE: ['red', 'inverse'] };

/** `stdout` and `stderr` decide about colour each for itself: NO_COLOR, FORCE_COLOR, and whether it is a terminal. */
export const createOutput = (json: boolean, stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): Output => {
  const width = Math.min(stdout.isTTY ? stdout.columns : WIDTH, WIDTH);
  const paint = (stream: NodeJS.WriteStream, style: Style, text: string) => styleText(style, text, { stream });
  const print = (stream: NodeJS.WriteStream, lines: readonly string[], style?: Style) => {
    for (const line of lines.flatMap((text) => refit(text, width)))
      stream.write(`${style === undefined ? line : paint(stream, style, line)}\n`);
  };
  const next = (stream: NodeJS.WriteStream, command: string) => print(stream, row('Next', [command], width), 'bold');
  return {
    json,
    width,
    place: (line, kind) => print(stderr, [line], PLACE_STYLE[kind] ?? 'gray'),
    lines: (lines) => (json ? undefined : print(stdout, lines)),
    note: (lines) => print(stderr, lines),
    next: (command) => (json ? undefined : next(stdout, command)),
    data: (data) => (json ? void stdout.write(`${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...data })}\n`) : undefined),
    refuse: ({ code, message, hint, effect, next: command }, told = []) => {
      if (json) return;
      print(stderr, told);
      if (!told.includes(message)) print(stderr, [message], 'red');
      const changed = { 'no-change': [], changed: ['Something was changed.'], unknown: ['Whether anything was changed is not known.'] }[
        effect
      ];
      print(stderr, [...(code === 'usage' || told.includes(hint) || hint === command ? [] : [hint]), ...changed]);
      next(stderr, command);
    },
  };
};

/** Errors keep one shape for programs, whatever the verb. */
export const refusalData = ({ code, message, hint, effect, next }: Refusal): object => ({ error: { code, message, hint, effect }, next });
