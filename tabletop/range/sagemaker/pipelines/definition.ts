import * as z from 'zod';
import { JsonObject, type Json } from '../../../../core/json.ts';
import { AwsFault } from '../../protocol/errors.ts';
import { invalid } from '../faults.ts';
import { FUNCTIONS } from './functions.ts';

/** The part of the pipeline schema that the range runs. https://docs.aws.amazon.com/sagemaker/latest/dg/define-pipeline.html */
const Step = z.object({
  Name: z.string().regex(/^[A-Za-z0-9-_]{1,64}$/),
  Type: z.string(),
  Arguments: JsonObject.default({}),
  DependsOn: z.array(z.string()).default([]),
  FunctionArn: z.string().optional(),
  SqsQueueUrl: z.string().optional(),
});
const Parameter = z.object({ Name: z.string(), Type: z.string(), DefaultValue: z.union([z.string(), z.number(), z.boolean()]).optional() });
const Definition = z.object({
  Version: z.literal('2020-12-01'),
  Parameters: z.array(Parameter).default([]),
  Steps: z.array(Step).min(1),
});
export interface PipelineStep extends z.output<typeof Step> {
  /** In a branch: runs only when the condition came out so. */
  readonly branch?: { readonly of: string; readonly outcome: 'True' | 'False' };
}
export interface PipelineDefinition {
  readonly parameters: readonly z.output<typeof Parameter>[];
  readonly steps: readonly PipelineStep[];
}
const TYPES = ['Training', 'Processing', 'Model', 'RegisterModel', 'EndpointConfig', 'Endpoint', 'Condition', 'Fail', 'Callback', 'Lambda'];

/** Steps of the branches beside those of the trunk; each waits for its condition. */
const flattened = (step: PipelineStep): readonly PipelineStep[] => {
  if (step.Type !== 'Condition') return [step];
  const branch = (member: 'IfSteps' | 'ElseSteps', outcome: 'True' | 'False') =>
    z
      .array(Step)
      .default([])
      .parse(step.Arguments[member])
      .flatMap((inner) => flattened({ ...inner, branch: { of: step.Name, outcome } }));
  return [step, ...branch('IfSteps', 'True'), ...branch('ElseSteps', 'False')];
};

export const readDefinition = (text: string): PipelineDefinition => {
  const parsed = ((): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      throw invalid('Unable to parse pipeline definition. Invalid JSON.');
    }
  })();
  const read = Definition.safeParse(parsed);
  if (!read.success) throw invalid(`Unable to parse pipeline definition. ${read.error.issues[0]?.message ?? ''}`);
  const steps = read.data.Steps.flatMap((step) => flattened(step));
  const names = new Set(steps.map(({ Name }) => Name));
  if (names.size !== steps.length) throw invalid('Unable to parse pipeline definition. Step names must be unique.');
  const dangling = steps.flatMap(({ DependsOn }) => DependsOn).find((name) => !names.has(name));
  if (dangling !== undefined) throw invalid(`Unable to parse pipeline definition. Step ${dangling} does not exist.`);
  return { parameters: read.data.Parameters, steps };
};
/** What the range cannot run is refused when the pipeline is made, not when it runs. */
export const runnable = (text: string): PipelineDefinition => {
  const definition = readDefinition(text);
  const strange = definition.steps.find(
    ({ Type, FunctionArn }) => !TYPES.includes(Type) || (Type === 'Lambda' && FUNCTIONS[nameOf(FunctionArn)] === undefined),
  );
  if (strange !== undefined)
    throw new AwsFault('NotImplemented', `The range does not run the ${strange.Type} step ${strange.Name}.`, { status: 501 });
  return definition;
};
export const nameOf = (functionArn: string | undefined): string => functionArn?.split(':').at(-1) ?? '';

/** Steps that this one reads from, whether it says so or not. */
const referred = (value: Json | undefined): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item: Json) => referred(item));
  const get = 'Get' in value ? value['Get'] : undefined;
  const [, step] = typeof get === 'string' ? (/^Steps\.([^.[]+)/.exec(get) ?? []) : [];
  return [...(step === undefined ? [] : [step]), ...Object.values(value).flatMap((inner) => referred(inner))];
};
export const needs = (step: PipelineStep): readonly string[] => {
  const { IfSteps: _if, ElseSteps: _else, ...own } = step.Arguments;
  return [...step.DependsOn, ...referred(own), ...(step.branch === undefined ? [] : [step.branch.of])];
};
