import type { Probe } from './probe.ts';
import { policyDeny, tagDeny } from './probes/denies.ts';
import {
  allWeightsZero,
  capacity,
  creation,
  deletion,
  sameConfig,
  tagsWhileUpdating,
  update,
  zeroInstances,
} from './probes/endpoint-life.ts';
import { bus, history } from './probes/trail.ts';

/** In the order in which they are asked: an endpoint's life. */
export const PROBES: readonly Probe[] = [
  creation,
  tagDeny,
  policyDeny,
  history,
  bus,
  sameConfig,
  update,
  tagsWhileUpdating,
  zeroInstances,
  allWeightsZero,
  capacity,
  deletion,
];

/** Open points that a script cannot close, and how a person does. */
export const UNANSWERABLE: readonly { readonly id: string; readonly why: string }[] = [
  {
    id: 'sagemaker.endpoint-policy',
    why: 'the pinned SDK has no PutEndpointPolicy; whether it takes a Deny is tried by hand with a newer command line',
  },
  {
    id: 'guardduty.ai-protection',
    why: 'the exact finding: aws guardduty create-sample-findings --detector-id ID --finding-types Impact:IAMUser/AnomalousModelInvocation',
  },
];
