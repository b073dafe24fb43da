import type {
  GetGuardrailCommandInput,
  GetGuardrailCommandOutput,
  GuardrailSummary,
  ListGuardrailsCommandInput,
  ListGuardrailsCommandOutput,
} from '@aws-sdk/client-bedrock';
import { operation, type Operation } from '../operation.ts';
import { invalid } from './faults.ts';
import { guardrailArn, guardrailNamed, onGuardrail, versionOf } from './find-guardrail.ts';
import { shown } from './guardrail-config.ts';
import { paged } from './paged.ts';
import { DRAFT, guardrailsOf, type Guardrail, type GuardrailVersion } from './state.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
/** A version is ready as soon as it is there; only the draft is worked on. */
const statusOf = (guardrail: Guardrail, version: GuardrailVersion) =>
  version.version === DRAFT || guardrail.status === 'DELETING' ? guardrail.status : ('READY' as const);

const get = operation<GetGuardrailCommandInput, GetGuardrailCommandOutput>({
  trail: 'read',
  access: (input, context) => [onGuardrail(context, 'GetGuardrail', input.guardrailIdentifier)],
  run: (input, context) => {
    const found = guardrailNamed(context, input.guardrailIdentifier);
    const version = versionOf(found, input.guardrailVersion);
    const { config } = version;
    return {
      ...shown(config),
      name: text(config['name']),
      guardrailId: found.id,
      guardrailArn: found.arn,
      version: version.version,
      status: statusOf(found, version),
      createdAt: new Date(version.createdAt),
      updatedAt: new Date(version.updatedAt),
      blockedInputMessaging: text(config['blockedInputMessaging']),
      blockedOutputsMessaging: text(config['blockedOutputsMessaging']),
      description: version.description ?? (text(config['description']) || undefined),
    };
  },
});

const summaryOf = (guardrail: Guardrail, version: GuardrailVersion): GuardrailSummary => ({
  id: guardrail.id,
  arn: guardrail.arn,
  status: statusOf(guardrail, version),
  name: text(version.config['name']),
  version: version.version,
  createdAt: new Date(version.createdAt),
  updatedAt: new Date(version.updatedAt),
  ...(version.description === undefined ? {} : { description: version.description }),
});
/** Without an identifier the drafts of all guardrails; with one, its draft and its versions. */
const list = operation<ListGuardrailsCommandInput, ListGuardrailsCommandOutput>({
  trail: 'read',
  access: (input, context) => [
    {
      action: 'bedrock:ListGuardrails',
      resource: input.guardrailIdentifier === undefined ? '*' : guardrailArn(context, input.guardrailIdentifier),
    },
  ],
  run: (input, context) => {
    const one = input.guardrailIdentifier === undefined ? undefined : guardrailNamed(context, input.guardrailIdentifier);
    const all =
      one === undefined
        ? guardrailsOf(context.world)
            .values()
            .filter(({ account, region }) => account === context.account && region === context.region)
            .map((found) => summaryOf(found, found.draft))
        : [one.draft, ...one.versions].map((version) => summaryOf(one, version));
    const { page, next } = paged(all, input, invalid);
    return { guardrails: [...page], nextToken: next };
  },
});

export const GUARDRAIL_READ_OPERATIONS: Readonly<Record<string, Operation>> = { GetGuardrail: get, ListGuardrails: list };
