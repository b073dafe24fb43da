import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { MakeClient } from '../adapters/cloud-session.ts';

type Settings = Parameters<MakeClient>[0];
type Signer = Extract<NonNullable<STSClientConfig['signer']>, { readonly sign: unknown }>;

/** The range reads who calls and for which service, and no signature (behaviour `protocol.signature`): none is computed, which is nearly half of a call. */
const namedBy = ({ region, credentials }: Settings): Signer => ({
  sign: async (request, { signingRegion = region, signingService = '' } = {}) => {
    const { accessKeyId, sessionToken } = await credentials();
    const scope = `${accessKeyId}/20260101/${signingRegion}/${signingService}/aws4_request`;
    request.headers['authorization'] = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
    request.headers['x-amz-security-token'] = sessionToken;
    return request;
  },
});

/**
 * Everything that a client would look for in the environment and in the files of its user, so that it looks for nothing: what somebody keeps
 * in ~/.aws changes no exercise, and the first call of each client, of which a run has twenty, costs what the others cost.
 */
const settingsFor = (given: Settings) => ({
  ...given,
  signer: namedBy(given),
  defaultsMode: 'standard' as const,
  // One attempt, as `maxAttempts` says, without the SDK's book-keeping for a second one.
  retryStrategy: { retry: (next, args) => next(args) } satisfies NonNullable<STSClientConfig['retryStrategy']>,
  authSchemePreference: [],
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
  ignoreConfiguredEndpointUrls: true,
  userAgentAppId: async () => undefined,
  defaultUserAgentProvider: async (): Promise<[string, string][]> => [['aws-sdk-js', '3']],
  // S3 alone reads these; they are its defaults.
  requestChecksumCalculation: 'WHEN_SUPPORTED' as const,
  responseChecksumValidation: 'WHEN_SUPPORTED' as const,
  disableS3ExpressSessionAuth: true,
  useArnRegion: false,
});

export type MakeHere = (options: ReturnType<typeof settingsFor>) => ReturnType<MakeClient> & {
  readonly middlewareStack: { readonly remove: (name: string) => boolean };
};
/** A log that nobody reads (it copies every answer), and the trace headers of a Lambda function. */
const IDLE = ['loggerMiddleware', 'recursionDetectionMiddleware'] as const;

/** The same client without what it does for others than the range. */
export const lean =
  (make: MakeHere): MakeClient =>
  (given) => {
    const client = make(settingsFor(given));
    for (const name of IDLE) client.middlewareStack.remove(name);
    return client;
  };
