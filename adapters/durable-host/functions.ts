import type { DurableLambdaHandler } from '@aws/durable-execution-sdk-js';

export interface LambdaContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly getRemainingTimeInMillis: () => number;
}
export type LambdaFunction =
  | {
      readonly kind: 'durable';
      /** What `withDurableExecution` returns. */
      readonly handler: DurableLambdaHandler;
      /** Default 366 days, the service's bound. */
      readonly executionTimeoutSeconds?: number;
    }
  | {
      readonly kind: 'plain';
      readonly handler: (event: unknown, context: LambdaContext) => unknown;
      /** Default 900, the service's bound. Code that overruns is abandoned, not stopped: it shares our process. */
      readonly timeoutSeconds?: number;
    };

/** The local twin of Lambda versions and aliases: `versions.contain['3']`, `aliases['contain:live'] = '3'`. */
export interface Registry {
  readonly versions: Readonly<Record<string, Readonly<Record<string, LambdaFunction>>>>;
  readonly aliases?: Readonly<Record<string, string>>;
}
export interface Callee {
  readonly kind: 'found';
  readonly name: string;
  readonly version: string;
  readonly code: LambdaFunction;
}
export interface NoCallee {
  readonly kind: 'refused';
  readonly type: 'ResourceNotFoundException' | 'InvalidParameterValueException';
  readonly message: string;
}

/** Name, partial or full ARN, with an optional qualifier: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const REFERENCE =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d:|local:)?(?:\d{12}:)?(?:function:)?(?<name>[a-zA-Z0-9-_.]+)(?::(?<qualifier>\$LATEST|[a-zA-Z0-9-_]+))?$/;

/** The version that an alias means now is what gets stored: a moved alias changes nothing that has started. */
export const resolve = (reference: string, registry: Registry): Callee | NoCallee => {
  const unknown: NoCallee = { kind: 'refused', type: 'ResourceNotFoundException', message: `Function not found: ${reference}` };
  const { name, qualifier } = REFERENCE.exec(reference)?.groups ?? {};
  const versions = name !== undefined && Object.hasOwn(registry.versions, name) ? registry.versions[name] : undefined;
  if (name === undefined || versions === undefined) return unknown;
  const newest = Object.keys(versions).at(-1);
  const version = qualifier === undefined ? newest : (registry.aliases?.[`${name}:${qualifier}`] ?? qualifier);
  const code = version !== undefined && Object.hasOwn(versions, version) ? versions[version] : undefined;
  if (version === undefined || code === undefined) return unknown;
  if (code.kind === 'durable' && qualifier === undefined) {
    const message = `Durable function ${name} must be invoked with a version or an alias`;
    return { kind: 'refused', type: 'InvalidParameterValueException', message };
  }
  return { kind: 'found', name, version, code };
};

/** The code of a version that was resolved before: gone when this process was started with other code. */
export const codeOf = (
  { versions }: Registry,
  of: { readonly functionName: string; readonly version: string },
): LambdaFunction | undefined => versions[of.functionName]?.[of.version];
