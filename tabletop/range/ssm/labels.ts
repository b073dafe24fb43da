import type {
  LabelParameterVersionCommandInput,
  LabelParameterVersionCommandOutput,
  UnlabelParameterVersionCommandInput,
  UnlabelParameterVersionCommandOutput,
} from '@aws-sdk/client-ssm';
import { operation, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { emitParameter } from './emit.ts';
import { on, parameterOf, versionOf } from './names.ts';
import { newest, parametersOf } from './state.ts';

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-labels.html */
const MOST_LABELS = 10;
const isLabel = (label: string): boolean => /^[a-zA-Z_.-][a-zA-Z0-9_.-]*$/.test(label) && label.length <= 100 && !/^(aws|ssm)/i.test(label);

const label = operation<LabelParameterVersionCommandInput, LabelParameterVersionCommandOutput>({
  trail: 'write',
  access: ({ Name }, context) => [on(context, 'LabelParameterVersion', Name)],
  run: (input, context) => {
    const parameter = parameterOf(context, input.Name);
    const number = input.ParameterVersion ?? newest(parameter).version;
    const target = versionOf(parameter, String(number));
    const good = input.Labels.filter(isLabel);
    const labels = [...target.labels, ...good.filter((one) => !target.labels.includes(one))];
    if (labels.length > MOST_LABELS)
      throw new AwsFault(
        'ParameterVersionLabelLimitExceeded',
        'An error occurred (ParameterVersionLabelLimitExceeded) when calling the LabelParameterVersion operation: A parameter version can have maximum 10 labels. Move one or more labels to another version and try again.',
      );
    // A label is on one version only: it moves.
    const versions = parameter.versions.map((version) =>
      version.version === number ? { ...version, labels } : { ...version, labels: version.labels.filter((one) => !good.includes(one)) },
    );
    parametersOf(context.world).put(parameter.arn, { ...parameter, versions });
    if (good.length > 0) emitParameter(context, 'LabelParameterVersion', parameter.arn, parameter.name, target);
    return { InvalidLabels: input.Labels.filter((one) => !isLabel(one)), ParameterVersion: number };
  },
});

const unlabel = operation<UnlabelParameterVersionCommandInput, UnlabelParameterVersionCommandOutput>({
  trail: 'write',
  access: ({ Name }, context) => [on(context, 'UnlabelParameterVersion', Name)],
  run: (input, context) => {
    const parameter = parameterOf(context, input.Name);
    const target = versionOf(parameter, String(input.ParameterVersion));
    const removed = input.Labels.filter((one) => target.labels.includes(one));
    const versions = parameter.versions.map((version) =>
      version === target ? { ...version, labels: version.labels.filter((one) => !removed.includes(one)) } : version,
    );
    parametersOf(context.world).put(parameter.arn, { ...parameter, versions });
    return { RemovedLabels: [...removed], InvalidLabels: input.Labels.filter((one) => !removed.includes(one)) };
  },
});

export const LABEL_OPERATIONS: Readonly<Record<string, Operation>> = {
  LabelParameterVersion: label,
  UnlabelParameterVersion: unlabel,
};
