import { DeleteEndpointCommand, DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import type { Measurement } from '../range/behaviour.ts';
import { secondsUntilInService } from './asking.ts';
import { buildLab, foreignEndpoints, type LabOptions } from './build-lab.ts';
import type { Lab } from './lab.ts';
import type { Probe } from './probe.ts';
import { PROBES, UNANSWERABLE } from './probes.ts';
import { createUndoing } from './undo.ts';

interface Unanswered {
  readonly id: string;
  readonly why: string;
}
export interface Calibration {
  readonly format: 'cordon-measured/1';
  readonly at: string;
  readonly account: string;
  readonly region: string;
  readonly instanceType: string;
  /** Who answered, where that was not AWS: nothing of it counts as measured. */
  readonly notAws?: string;
  readonly measured: Readonly<Record<string, Measurement>>;
  readonly notMeasured: readonly Unanswered[];
  /** What could not be removed, and the command that removes it. */
  readonly left: readonly { readonly what: string; readonly by: string; readonly why: string }[];
}
/** The account is somebody's: nothing was made in it. */
export class NotASandbox extends Error {
  constructor(names: readonly string[]) {
    super(`this account has ${names.length} endpoint${names.length === 1 ? '' : 's'} of its own: ${names.slice(0, 3).join(', ')}`);
    this.name = 'NotASandbox';
  }
}

const told = (measurement: Measurement): string =>
  [measurement.seconds === undefined ? [] : [`${measurement.seconds} s`], measurement.verdict ?? [], measurement.text ?? []]
    .flat()
    .join(', ');

const ask = async (lab: Lab, probe: Probe): Promise<Measurement | Unanswered> => {
  try {
    const measurement = await probe.measure(lab);
    lab.note(`${probe.id}: ${told(measurement)}`);
    return measurement;
  } catch (thrown) {
    const why = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
    lab.note(`${probe.id}: not measured, ${why}`);
    return { id: probe.id, why };
  }
};

/** The endpoint is what costs money: it goes, however the probes ended. */
const removeEndpoint = async (lab: Lab): Promise<void> => {
  const { clients, endpoint } = lab;
  try {
    await clients.sagemaker.send(new DescribeEndpointCommand({ EndpointName: endpoint.name }));
  } catch (thrown) {
    if (thrown instanceof Error && thrown.message.startsWith('Could not find endpoint')) return;
    throw thrown;
  }
  // It cannot be deleted while it changes; a failed one can at once.
  await secondsUntilInService(lab).catch(() => undefined);
  await clients.sagemaker.send(new DeleteEndpointCommand({ EndpointName: endpoint.name }));
};

/** Asks a sandbox account what AWS really does, and takes everything away again. About an hour, one small instance. */
export const calibrate = async (options: LabOptions, probes: readonly Probe[] = PROBES): Promise<Calibration> => {
  const foreign = await foreignEndpoints(options.clients);
  if (foreign.length > 0) throw new NotASandbox(foreign);
  const undoing = createUndoing();
  const measured: Record<string, Measurement> = {};
  const notMeasured: Unanswered[] = [...UNANSWERABLE];
  const finish = async (): Promise<Calibration> => {
    const left = await undoing.all();
    const at = new Date(options.now()).toISOString();
    const { account, region, instanceType, notAws } = options;
    const place = { account, region, instanceType, ...(notAws === undefined ? {} : { notAws }) };
    return { format: 'cordon-measured/1', at, ...place, measured, notMeasured, left };
  };
  let lab: Lab;
  try {
    lab = await buildLab(options, undoing);
  } catch (thrown) {
    const { left } = await finish();
    for (const { what, by } of left) options.note(`${what} is still there: ${by}`);
    throw thrown;
  }
  undoing.made(`endpoint ${lab.endpoint.name}`, `aws sagemaker delete-endpoint --endpoint-name ${lab.endpoint.name}`, () =>
    removeEndpoint(lab),
  );
  for (const probe of probes) {
    const answer = await ask(lab, probe);
    if ('why' in answer) notMeasured.push(answer);
    else measured[probe.id] = answer;
  }
  return finish();
};
