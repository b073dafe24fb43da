import {
  AddTagsCommand,
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DeleteTagsCommand,
  UpdateEndpointCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import { secondsUntil, secondsUntilInService, statusOf, verdictOf } from '../asking.ts';
import { LAB_TAG, type Lab } from '../lab.ts';
import type { Probe } from '../probe.ts';

const EndpointName = ({ endpoint }: Lab): { readonly EndpointName: string } => ({ EndpointName: endpoint.name });
const updateTo = (lab: Lab, config: string): Promise<unknown> =>
  lab.clients.sagemaker.send(new UpdateEndpointCommand({ ...EndpointName(lab), EndpointConfigName: config }));
const weigh = (lab: Lab, desired: { readonly DesiredWeight?: number; readonly DesiredInstanceCount?: number }): Promise<unknown> =>
  lab.clients.sagemaker.send(
    new UpdateEndpointWeightsAndCapacitiesCommand({
      ...EndpointName(lab),
      DesiredWeightsAndCapacities: [{ VariantName: lab.variant, ...desired }],
    }),
  );
const DELETED_EVERY = 5;
const DELETED_LONGEST = 1800;

export const creation: Probe = {
  id: 'sagemaker.create-seconds',
  says: 'create an endpoint of one instance and wait until it is in service',
  measure: async (lab) => {
    await lab.clients.sagemaker.send(new CreateEndpointCommand({ ...EndpointName(lab), EndpointConfigName: lab.configs[0] }));
    return { seconds: await secondsUntilInService(lab) };
  },
};
export const sameConfig: Probe = {
  id: 'sagemaker.same-config',
  says: 'update the endpoint to the config that it has',
  measure: async (lab) => {
    const verdict = await verdictOf(() => updateTo(lab, lab.configs[0]));
    await secondsUntilInService(lab);
    return verdict;
  },
};
export const update: Probe = {
  id: 'sagemaker.update-seconds',
  says: 'update it to another config and wait',
  measure: async (lab) => {
    await updateTo(lab, lab.configs[1]);
    return { seconds: await secondsUntilInService(lab) };
  },
};
export const tagsWhileUpdating: Probe = {
  id: 'sagemaker.tags-while-updating',
  says: 'tag the endpoint while an update is under way',
  measure: async (lab) => {
    await updateTo(lab, lab.configs[0]);
    const verdict = await verdictOf(() =>
      lab.clients.sagemaker.send(
        new AddTagsCommand({ ResourceArn: lab.endpoint.arn, Tags: [{ Key: `${LAB_TAG}-updating`, Value: 'yes' }] }),
      ),
    );
    await secondsUntilInService(lab);
    if (verdict.verdict === 'accepted')
      await lab.clients.sagemaker.send(new DeleteTagsCommand({ ResourceArn: lab.endpoint.arn, TagKeys: [`${LAB_TAG}-updating`] }));
    return verdict;
  },
};
export const zeroInstances: Probe = {
  id: 'sagemaker.zero-instances',
  says: 'ask for no instance at all',
  measure: async (lab) => {
    const verdict = await verdictOf(() => weigh(lab, { DesiredInstanceCount: 0 }));
    await secondsUntilInService(lab);
    if (verdict.verdict === 'accepted') {
      await weigh(lab, { DesiredInstanceCount: 1 });
      await secondsUntilInService(lab);
    }
    return verdict;
  },
};
export const allWeightsZero: Probe = {
  id: 'sagemaker.all-weights-zero',
  says: 'set the weight of its only variant to zero',
  measure: async (lab) => {
    const verdict = await verdictOf(() => weigh(lab, { DesiredWeight: 0 }));
    await secondsUntilInService(lab);
    return verdict;
  },
};
export const capacity: Probe = {
  id: 'sagemaker.capacity-seconds',
  says: 'set the weight back to one and wait',
  measure: async (lab) => {
    await weigh(lab, { DesiredWeight: 1 });
    return { seconds: await secondsUntilInService(lab) };
  },
};
export const deletion: Probe = {
  id: 'sagemaker.delete-seconds',
  says: 'delete the endpoint and wait until it is gone',
  measure: async (lab) => {
    await lab.clients.sagemaker.send(new DeleteEndpointCommand(EndpointName(lab)));
    const isGone = async (): Promise<boolean> => {
      try {
        await statusOf(lab);
        return false;
      } catch (thrown) {
        if (thrown instanceof Error && thrown.message.startsWith('Could not find endpoint')) return true;
        throw thrown;
      }
    };
    return { seconds: await secondsUntil(lab, isGone, DELETED_EVERY, DELETED_LONGEST, 'deletion') };
  },
};
