import { AddTagsCommand, DeleteTagsCommand } from '@aws-sdk/client-sagemaker';
import { secondsUntilHeard } from '../asking.ts';
import { attachDeny, detachDeny } from '../build-lab.ts';
import { LAB_TAG, type Lab } from '../lab.ts';
import type { Probe } from '../probe.ts';

/** A deny proves nothing when the caller was never answered. */
const mustBeHeard = (lab: Lab): Promise<number> => secondsUntilHeard(lab, 'allowed');

export const tagDeny: Probe = {
  id: 'sagemaker.tag-propagation',
  says: 'tag the endpoint and call it every second until the deny by tag refuses',
  measure: async (lab) => {
    await mustBeHeard(lab);
    await lab.clients.sagemaker.send(new AddTagsCommand({ ResourceArn: lab.endpoint.arn, Tags: [{ Key: LAB_TAG, Value: lab.run }] }));
    const seconds = await secondsUntilHeard(lab, 'denied');
    await lab.clients.sagemaker.send(new DeleteTagsCommand({ ResourceArn: lab.endpoint.arn, TagKeys: [LAB_TAG] }));
    await secondsUntilHeard(lab, 'allowed');
    return { seconds };
  },
};
export const policyDeny: Probe = {
  id: 'iam.propagation',
  says: 'attach a denying policy to the caller and call every second until it refuses',
  measure: async (lab) => {
    await mustBeHeard(lab);
    await attachDeny(lab);
    try {
      return { seconds: await secondsUntilHeard(lab, 'denied') };
    } finally {
      await detachDeny(lab);
    }
  },
};
