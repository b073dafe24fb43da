import { DurableExecutionClientError, type OperationUpdate } from '@aws/durable-execution-sdk-js';

export interface Limits {
  readonly operations: number;
  readonly totalBytes: number;
  readonly payloadBytes: number;
  readonly executionBytes: number;
  readonly errorBytes: number;
  readonly nameCharacters: number;
  readonly functionNameCharacters: number;
  readonly waitSeconds: number;
  readonly callbackSeconds: number;
}

/** The service's limits hold here too: a playbook must not pass on a laptop and fail in Lambda. */
export const AWS_LIMITS: Limits = {
  /** Per execution, with `totalBytes`: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
  operations: 3000,
  totalBytes: 100 * 1024 * 1024,
  /** OperationUpdate.Payload in the API model. */
  payloadBytes: 1024 * 1024,
  /** Input and result of an execution that was started asynchronously; 6 MB when invoked synchronously. */
  executionBytes: 1024 * 1024,
  /** What AWS's local runner accepts; the API model says 1 MB. The smaller one binds. */
  errorBytes: 32 * 1024,
  nameCharacters: 256,
  functionNameCharacters: 256,
  /** 366 days: WaitSeconds and NextAttemptDelaySeconds in the API model. */
  waitSeconds: 31_622_400,
  /** CallbackOptions in the API model. */
  callbackSeconds: 99_999_999,
};

/** Ends the execution, not only the invocation: trying again would break the same limit again. */
export class Refused extends DurableExecutionClientError {
  constructor(message: string) {
    super(message, { scope: 'EXECUTION' });
    this.name = 'InvalidParameterValueException';
  }
}

export const bytesOf = (text: string | undefined): number => (text === undefined ? 0 : Buffer.byteLength(text));

const outside = (what: string, value: number | undefined, least: number, most: number): string | undefined =>
  value === undefined || (Number.isInteger(value) && value >= least && value <= most)
    ? undefined
    : `${what} must be an integer between ${least} and ${most}, got ${value}`;

const tooLarge = (update: OperationUpdate, limits: Limits): string | undefined => {
  const [payload, error] = [bytesOf(update.Payload), bytesOf(update.Error && JSON.stringify(update.Error))];
  const room = update.Type === 'EXECUTION' ? limits.executionBytes : limits.payloadBytes;
  if (payload > room) return `${update.Type} "${update.Name ?? update.Id}": payload ${payload} bytes exceeds ${room}`;
  if (error > limits.errorBytes) return `Error object size must be less than ${limits.errorBytes} bytes.`;
  if (update.Name !== undefined && (update.Name.length > limits.nameCharacters || !/^[\x20-\x7E]+$/.test(update.Name)))
    return `operation name must be 1 to ${limits.nameCharacters} printable ASCII characters, got ${JSON.stringify(update.Name)}`;
  if (!/^[a-zA-Z0-9-_]{1,64}$/.test(update.Id ?? '')) return 'operation id must match [a-zA-Z0-9-_]{1,64}';
  if ((update.ChainedInvokeOptions?.FunctionName?.length ?? 0) > limits.functionNameCharacters)
    return `function name longer than ${limits.functionNameCharacters} characters`;
  return undefined;
};
const wrongTime = (update: OperationUpdate, { waitSeconds, callbackSeconds }: Limits): string | undefined =>
  outside('WaitSeconds', update.WaitOptions?.WaitSeconds, 1, waitSeconds) ??
  outside('NextAttemptDelaySeconds', update.StepOptions?.NextAttemptDelaySeconds, 1, waitSeconds) ??
  outside('TimeoutSeconds', update.CallbackOptions?.TimeoutSeconds, 0, callbackSeconds) ??
  outside('HeartbeatTimeoutSeconds', update.CallbackOptions?.HeartbeatTimeoutSeconds, 0, callbackSeconds);

/** Throws on the first violation; answers the bytes that this update adds to the execution. */
export const admitted = (update: OperationUpdate, limits: Limits): number => {
  const broken = tooLarge(update, limits) ?? wrongTime(update, limits);
  if (broken !== undefined) throw new Refused(broken);
  return bytesOf(update.Payload) + bytesOf(update.Error && JSON.stringify(update.Error));
};
