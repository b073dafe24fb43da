import { awsIngress } from '../adapters/slack/ingress-aws.ts';
import type { IngressReply } from '../adapters/slack/ingress.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads */
interface UrlEvent {
  readonly requestContext: { readonly http: { readonly method: string } };
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

// Read here and not with settings.ts, whose schemas alone are larger than this whole function may be (design §7).
// oxlint-disable-next-line node/no-process-env
const env = process.env;
const setting = (name: string): string => {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`this function is not configured: ${name} is missing`);
  return value;
};

const ingress = awsIngress({
  region: setting('AWS_REGION'),
  keys: {
    accessKeyId: setting('AWS_ACCESS_KEY_ID'),
    secretAccessKey: setting('AWS_SECRET_ACCESS_KEY'),
    ...(env['AWS_SESSION_TOKEN'] && { sessionToken: env['AWS_SESSION_TOKEN'] }),
  },
  table: setting('CORDON_TABLE'),
  queueUrl: setting('CORDON_SLACK_QUEUE_URL'),
  signingParameter: setting('CORDON_SLACK_SIGNING_PARAMETER'),
  tokenParameter: setting('CORDON_SLACK_TOKEN_PARAMETER'),
  slackApiUrl: 'https://slack.com/api/',
  nowMilliseconds: Date.now,
  // A metric filter on this line raises the alarm (infra/slack-watch.ts).
  trouble: (why) => console.error(JSON.stringify({ cordon: 'slack-ingress-failed', why })),
});

/** Slack's door. Everything that takes time happens in the worker. */
export const handler = ({ requestContext, headers, body, isBase64Encoded }: UrlEvent): Promise<IngressReply> =>
  ingress({ method: requestContext.http.method, headers, body, isBase64Encoded });
