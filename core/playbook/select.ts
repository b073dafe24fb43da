import { serialize, type ASTNode } from '@marcbachmann/cel-js';
import type { Reason } from '../finding/finding.ts';
import { compareVersions } from './version.ts';
import type { PlaybookDocument } from './document.ts';
import { compile, evaluate, holds, nodesIn, type ExpressionFailure } from './expression.ts';
import { quoted } from './problem.ts';
import type { Scope } from './scope.ts';
import { pathOf } from './vocabulary.ts';

export interface Selection {
  readonly playbook?: PlaybookDocument;
  /** One per candidate, in the order of their ids: why it answers, or what keeps it quiet. */
  readonly reasons: readonly Reason[];
  /** Candidates whose `where` had no answer. Without a playbook, this is a question to a person, never silence. */
  readonly unsure: readonly ExpressionFailure[];
}

const nameOf = ({ metadata: { id, version } }: PlaybookDocument): string => `${id}@${version}`;

/** `a && b && c` as [a, b, c], as they were written. */
const clausesOf = (node: ASTNode): readonly ASTNode[] => (node.op === '&&' ? node.args.flatMap(clausesOf) : [node]);
/** Outermost paths only: `finding.target.kind`, not `finding.target` as well. */
const pathsIn = (node: ASTNode): readonly string[] => {
  const path = pathOf(node);
  if (path !== undefined) return path.length > 1 ? [path.join('.')] : [];
  return nodesIn(node.args).flatMap(pathsIn);
};

const shown = (path: string, scope: Scope): string => {
  const answer = evaluate(path, scope);
  if (!answer.ok) return `${path} is absent`;
  return typeof answer.value === 'object' && answer.value !== null ? '' : `${path} is ${quoted(answer.value)}`;
};

/** The first clause that is false, and the values that made it so. */
const decidingClause = (where: string, scope: Scope): string => {
  const made = compile(where);
  if (!made.ok) return where;
  const deciding = clausesOf(made.value.ast).find((clause) => {
    const answer = holds(serialize(clause), scope);
    return answer.ok && !answer.value;
  });
  if (deciding === undefined) return where;
  const values = [...new Set(pathsIn(deciding))].map((path) => shown(path, scope)).filter((text) => text !== '');
  return values.length === 0 ? serialize(deciding) : `${serialize(deciding)}, because ${values.join(' and ')}`;
};

interface Judged {
  readonly document: PlaybookDocument;
  readonly verdict: 'yes' | 'no' | 'unsure';
  readonly sentence: string;
  readonly failure?: ExpressionFailure;
  /** How many conditions it states: the more, the more it was written for this. */
  readonly clauses: number;
}

const judge = (document: PlaybookDocument, scope: Scope): Judged => {
  const name = nameOf(document);
  const { triggers } = document;
  const incidentClass = scope.finding?.incidentClass ?? '';
  const quiet = { document, verdict: 'no' as const, clauses: 0 };
  if (triggers === undefined) return { ...quiet, sentence: `${name} is called by others and answers no finding` };
  if (!triggers.findings.some((known) => known === incidentClass))
    return { ...quiet, sentence: `${name} answers ${triggers.findings.join(', ')}, not ${quoted(incidentClass)}` };
  const answer = holds(triggers.where, scope);
  if (!answer.ok)
    return {
      ...quiet,
      verdict: 'unsure',
      sentence: `${name} cannot tell: ${triggers.where} has no answer, because ${answer.failure.why}`,
      failure: answer.failure,
    };
  if (!answer.value) return { ...quiet, sentence: `${name} stays quiet: where is false: ${decidingClause(triggers.where, scope)}` };
  const made = compile(triggers.where);
  const clauses = made.ok ? clausesOf(made.value.ast).length : 0;
  return { document, verdict: 'yes', clauses, sentence: `${name} answers ${incidentClass}: ${triggers.where}` };
};

/** The one with the most conditions was written most closely for this; then by id, then the newest, so that the answer is the same every time. */
const closest = (a: Judged, b: Judged): number => {
  const [x, y] = [a.document.metadata, b.document.metadata];
  return b.clauses - a.clauses || (x.id < y.id ? -1 : x.id > y.id ? 1 : compareVersions(y.version, x.version));
};

/** Which playbook answers a finding, with a reason for every candidate. */
export const selectPlaybook = (candidates: readonly PlaybookDocument[], scope: Scope): Selection => {
  const judged = candidates
    .map((document) => judge(document, scope))
    .toSorted((a, b) => closest({ ...a, clauses: 0 }, { ...b, clauses: 0 }));
  const [chosen] = judged.filter(({ verdict }) => verdict === 'yes').toSorted(closest);
  const reasons = judged.map(({ document, verdict, sentence, clauses }): Reason => {
    const rule = `playbook ${document.metadata.id}`;
    if (verdict !== 'yes' || document === chosen?.document) return { rule, verdict: verdict === 'yes', sentence };
    const why =
      chosen !== undefined && chosen.clauses > clauses ? `states more conditions (${chosen.clauses} to ${clauses})` : 'comes first by name';
    return {
      rule,
      verdict: false,
      sentence: `${nameOf(document)} would answer too, but ${chosen === undefined ? 'another' : nameOf(chosen.document)} ${why}`,
    };
  });
  const unsure = judged.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  return { ...(chosen && { playbook: chosen.document }), reasons, unsure };
};
