import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import type { Cloud } from '../../core/action/cloud.ts';
import type { Target } from '../../core/asset/resource.ts';

/** No model container accepts this type, so the canary reaches the permission check and nothing behind it. */
const CONTENT_TYPE = 'application/x-cordon-canary';

export type CanaryAnswer =
  /** Permissions let it pass; whether the container then refused the payload does not matter. */
  | { readonly kind: 'allowed'; readonly why: string }
  /** The only answer that proves a deny. */
  | { readonly kind: 'explicitly-denied'; readonly why: string }
  /** Refused, but not by a deny: an allow is missing, so it proves nothing. */
  | { readonly kind: 'not-allowed'; readonly why: string }
  | { readonly kind: 'no-answer'; readonly why: string; readonly passing: boolean };

/** `AccessDeniedException, explicit deny in an identity-based policy`: what matters of a sentence that names user, action and resource. */
const brief = (why: string): string => {
  const [, code, deny] = /^(\w+)?.*?\b(explicit deny[^.;]*)/is.exec(why) ?? [];
  return deny === undefined ? why : `${code ?? 'AccessDenied'}, ${deny}`;
};

/** One call as a role that carries the deny like every caller does. */
export const askCanary = async (canary: Cloud<typeof InvokeEndpointCommand>, target: Target): Promise<CanaryAnswer> => {
  const answer = await canary.attempt(InvokeEndpointCommand, {
    EndpointName: target.name,
    ContentType: CONTENT_TYPE,
    Body: new Uint8Array(1),
  });
  if (answer.ok) return { kind: 'allowed', why: 'the endpoint answered' };
  const { kind, why, retryable } = answer.failure;
  if (kind === 'invalid') return { kind: 'allowed', why };
  if (kind === 'denied')
    return /\bexplicit deny\b/i.test(why) ? { kind: 'explicitly-denied', why: brief(why) } : { kind: 'not-allowed', why };
  return { kind: 'no-answer', why, passing: retryable };
};
