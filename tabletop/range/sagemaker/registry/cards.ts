import type {
  CreateModelCardCommandInput,
  CreateModelCardCommandOutput,
  DeleteModelCardCommandInput,
  DeleteModelCardCommandOutput,
  DescribeModelCardCommandInput,
  DescribeModelCardCommandOutput,
  ListModelCardsCommandInput,
  ListModelCardsCommandOutput,
  ListModelCardVersionsCommandInput,
  ListModelCardVersionsCommandOutput,
  UpdateModelCardCommandInput,
  UpdateModelCardCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Operation } from '../../operation.ts';
import { AwsFault } from '../../protocol/errors.ts';
import { onAll, onArn } from '../access.ts';
import { creating, isMine, userOf } from '../asked.ts';
import { invalid } from '../faults.ts';
import { listed } from '../list.ts';
import { arnOf, dropTags, setFirstTags } from '../state.ts';
import { emitState, tagMap } from '../state-events.ts';
import { cardsOf, type CardVersion, type ModelCard } from './card-state.ts';

const cardArn = (context: Context, name: string): string => (name.startsWith('arn:') ? name : arnOf(context, 'model-card', name));
const cardNamed = (context: Context, name: string): ModelCard => {
  const found = cardsOf(context.world).get(cardArn(context, name));
  if (found === undefined || found.account !== context.account)
    throw new AwsFault('ResourceNotFound', `Model card ${name} does not exist.`);
  return found;
};
const onCard = (context: Context, action: string, name: string) => [onArn(context, action, cardArn(context, name))];
const newest = ({ versions, createdAt, createdBy }: ModelCard): CardVersion =>
  versions.at(-1) ?? { version: 1, content: '{}', status: 'Draft', at: createdAt, by: createdBy };
const mustBeJson = (content: string): void => {
  try {
    JSON.parse(content);
  } catch {
    throw invalid('The content of a model card must be JSON.');
  }
};
const save = (context: Context, card: ModelCard): void => {
  const { status, version, at } = newest(card);
  cardsOf(context.world).put(card.arn, card);
  emitState(context, card, 'SageMaker Model Card State Change', {
    ModelCardArn: card.arn,
    ModelCardName: card.name,
    ModelCardVersion: version,
    ModelCardStatus: status,
    CreationTime: card.createdAt,
    LastModifiedTime: at,
    Tags: tagMap(context.world, card.arn),
  });
};

const create = operation<CreateModelCardCommandInput, CreateModelCardCommandOutput>({
  trail: 'write',
  access: (input, context) => creating('CreateModelCard', cardArn(context, input.ModelCardName), input.Tags),
  run: (input, context) => {
    const arn = cardArn(context, input.ModelCardName);
    if (cardsOf(context.world).get(arn) !== undefined)
      throw new AwsFault('ConflictException', `Model card ${input.ModelCardName} already exists.`);
    mustBeJson(input.Content);
    setFirstTags(context.world, arn, input.Tags ?? []);
    save(context, {
      arn,
      name: input.ModelCardName,
      account: context.account,
      region: context.region,
      createdAt: context.now,
      createdBy: context.caller.arn,
      ...(input.SecurityConfig?.KmsKeyId === undefined ? {} : { kmsKeyId: input.SecurityConfig.KmsKeyId }),
      versions: [{ version: 1, content: input.Content, status: input.ModelCardStatus, at: context.now, by: context.caller.arn }],
    });
    return { ModelCardArn: arn };
  },
});

const describe = operation<DescribeModelCardCommandInput, DescribeModelCardCommandOutput>({
  trail: 'read',
  access: (input, context) => onCard(context, 'DescribeModelCard', input.ModelCardName),
  run: (input, context) => {
    const card = cardNamed(context, input.ModelCardName);
    const wanted = input.ModelCardVersion;
    const found = wanted === undefined ? newest(card) : card.versions.find(({ version }) => version === wanted);
    if (found === undefined) throw new AwsFault('ResourceNotFound', `Model card ${card.name} has no version ${wanted}.`);
    return {
      ModelCardArn: card.arn,
      ModelCardName: card.name,
      ModelCardVersion: found.version,
      Content: input.IncludedData === 'MetadataOnly' ? '{}' : found.content,
      ModelCardStatus: found.status,
      CreationTime: new Date(card.createdAt),
      CreatedBy: userOf(card.createdBy),
      LastModifiedTime: new Date(found.at),
      LastModifiedBy: userOf(found.by),
      ...(card.kmsKeyId === undefined ? {} : { SecurityConfig: { KmsKeyId: card.kmsKeyId } }),
    };
  },
});

/** Every change of content is a version; a status alone changes the newest. https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateModelCard.html */
const update = operation<UpdateModelCardCommandInput, UpdateModelCardCommandOutput>({
  trail: 'write',
  access: (input, context) => onCard(context, 'UpdateModelCard', input.ModelCardName),
  run: (input, context) => {
    const card = cardNamed(context, input.ModelCardName);
    const before = newest(card);
    if (before.status === 'Archived' && input.Content !== undefined)
      throw invalid('The content of an archived model card cannot be changed.');
    if (input.Content !== undefined) mustBeJson(input.Content);
    const after: CardVersion = {
      version: before.version + (input.Content === undefined ? 0 : 1),
      content: input.Content ?? before.content,
      status: input.ModelCardStatus ?? before.status,
      at: context.now,
      by: context.caller.arn,
    };
    save(context, { ...card, versions: [...(input.Content === undefined ? card.versions.slice(0, -1) : card.versions), after] });
    return { ModelCardArn: card.arn };
  },
});

const remove = operation<DeleteModelCardCommandInput, DeleteModelCardCommandOutput>({
  trail: 'write',
  access: (input, context) => onCard(context, 'DeleteModelCard', input.ModelCardName),
  run: (input, context) => {
    const { arn } = cardNamed(context, input.ModelCardName);
    cardsOf(context.world).remove(arn);
    dropTags(context.world, arn);
    return {};
  },
});

const list = operation<ListModelCardsCommandInput, ListModelCardsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListModelCards'),
  run: (input, context) => {
    const mine = cardsOf(context.world)
      .values()
      .filter((card) => isMine(context, card) && (input.ModelCardStatus === undefined || newest(card).status === input.ModelCardStatus));
    const { page, next } = listed(mine, input, {
      name: ({ name }) => name,
      sortKey: input.SortBy === 'Name' ? ({ name }) => name : undefined,
    });
    return {
      ModelCardSummaries: page.map((card) => ({
        ModelCardName: card.name,
        ModelCardArn: card.arn,
        ModelCardStatus: newest(card).status,
        CreationTime: new Date(card.createdAt),
        LastModifiedTime: new Date(newest(card).at),
      })),
      NextToken: next,
    };
  },
});

const listVersions = operation<ListModelCardVersionsCommandInput, ListModelCardVersionsCommandOutput>({
  trail: 'read',
  access: (input, context) => onCard(context, 'ListModelCardVersions', input.ModelCardName),
  run: (input, context) => {
    const card = cardNamed(context, input.ModelCardName);
    const versions = card.versions
      .filter(({ status }) => input.ModelCardStatus === undefined || status === input.ModelCardStatus)
      .map((version) => ({ ...version, createdAt: version.at }));
    const { page, next } = listed(versions, input, { name: () => card.name, sortKey: ({ version }) => version });
    return {
      ModelCardVersionSummaryList: page.map(({ version, status, at }) => ({
        ModelCardName: card.name,
        ModelCardArn: card.arn,
        ModelCardStatus: status,
        ModelCardVersion: version,
        CreationTime: new Date(at),
        LastModifiedTime: new Date(at),
      })),
      NextToken: next,
    };
  },
});

export const CARD_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateModelCard: create,
  DescribeModelCard: describe,
  UpdateModelCard: update,
  DeleteModelCard: remove,
  ListModelCards: list,
  ListModelCardVersions: listVersions,
};
