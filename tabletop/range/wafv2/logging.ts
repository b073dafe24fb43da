import type {
  DeleteLoggingConfigurationCommandInput,
  DeleteLoggingConfigurationCommandOutput,
  GetLoggingConfigurationCommandInput,
  GetLoggingConfigurationCommandOutput,
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  PutLoggingConfigurationCommandInput,
  PutLoggingConfigurationCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-wafv2';
import * as z from 'zod';
import { operation, type Context, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagList, tagMap, tagProblem, withoutTags } from '../tag-keys.ts';
import { invalid, listed, on, refused } from './access.ts';
import { itemsOf, loggingOf, type WafItem } from './state.ts';

const Kept = z.object({ ResourceArn: z.string(), LogDestinationConfigs: z.array(z.string()) });
const itemAt = ({ world, account }: Context, arn: string): WafItem => {
  const item = itemsOf(world).get(arn);
  if (item === undefined || item.account !== account) throw refused('WAFNonexistentItemException');
  return item;
};

/** Log group, bucket or delivery stream; each name begins as WAF wants it. https://docs.aws.amazon.com/waf/latest/developerguide/logging-destinations.html */
const DESTINATION = /^arn:aws:(logs:[^:]*:\d{12}:log-group:|s3:::|firehose:[^:]*:\d{12}:deliverystream\/)aws-waf-logs-/;
const put = operation<PutLoggingConfigurationCommandInput, PutLoggingConfigurationCommandOutput>({
  trail: 'write',
  access: ({ LoggingConfiguration }, context) => [on(context, 'PutLoggingConfiguration', LoggingConfiguration.ResourceArn)],
  run: ({ LoggingConfiguration }, context) => {
    const { ResourceArn, LogDestinationConfigs, ...rest } = LoggingConfiguration;
    if (Object.values(rest).some((value) => value !== undefined))
      throw new AwsFault('NotImplemented', 'The range keeps where a web ACL logs to, and neither filters nor redaction', { status: 501 });
    if (itemAt(context, ResourceArn).kind !== 'webacl') throw refused('WAFNonexistentItemException');
    const bad = LogDestinationConfigs.find((destination) => !DESTINATION.test(destination));
    if (bad !== undefined)
      throw invalid(
        "The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes.",
        'LOG_DESTINATION',
        bad,
      );
    const kept = { ResourceArn, LogDestinationConfigs: [...LogDestinationConfigs] };
    loggingOf(context.world).put(ResourceArn, kept);
    return { LoggingConfiguration: kept };
  },
});
const get = operation<GetLoggingConfigurationCommandInput, GetLoggingConfigurationCommandOutput>({
  trail: 'read',
  access: ({ ResourceArn }, context) => [on(context, 'GetLoggingConfiguration', ResourceArn)],
  run: ({ ResourceArn }, context) => {
    const kept = loggingOf(context.world).get(itemAt(context, ResourceArn).arn);
    if (kept === undefined) throw refused('WAFNonexistentItemException');
    return { LoggingConfiguration: Kept.parse(kept) };
  },
});
const drop = operation<DeleteLoggingConfigurationCommandInput, DeleteLoggingConfigurationCommandOutput>({
  trail: 'write',
  access: ({ ResourceArn }, context) => [on(context, 'DeleteLoggingConfiguration', ResourceArn)],
  run: ({ ResourceArn }, context) => {
    if (loggingOf(context.world).get(itemAt(context, ResourceArn).arn) === undefined) throw refused('WAFNonexistentItemException');
    loggingOf(context.world).remove(ResourceArn);
    return {};
  },
});

const setTags = (context: Context, item: WafItem, tags: WafItem['tags']): void => itemsOf(context.world).put(item.arn, { ...item, tags });
const tag = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  trail: 'write',
  access: ({ ResourceARN, Tags }, context) => [on(context, 'TagResource', ResourceARN, requestTags(tagMap(Tags)))],
  run: ({ ResourceARN, Tags }, context) => {
    const item = itemAt(context, ResourceARN);
    const added = tagMap(Tags);
    const problem = tagProblem(item.tags, added);
    if (problem !== undefined) throw invalid(problem, 'TAGS', 'Tags');
    setTags(context, item, { ...item.tags, ...added });
    return {};
  },
});
const untag = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  trail: 'write',
  access: ({ ResourceARN, TagKeys }, context) => [on(context, 'UntagResource', ResourceARN, { 'aws:TagKeys': TagKeys })],
  run: ({ ResourceARN, TagKeys }, context) => {
    const item = itemAt(context, ResourceARN);
    setTags(context, item, withoutTags(item.tags, TagKeys));
    return {};
  },
});
const tags = operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
  trail: 'read',
  access: ({ ResourceARN }, context) => [on(context, 'ListTagsForResource', ResourceARN)],
  run: (input, context) => {
    const page = listed(tagList(itemAt(context, input.ResourceARN).tags), input.Limit, input.NextMarker);
    return { TagInfoForResource: { ResourceARN: input.ResourceARN, TagList: [...page.page] }, NextMarker: page.next };
  },
});

export const LOGGING_OPERATIONS: Readonly<Record<string, Operation>> = {
  PutLoggingConfiguration: put,
  GetLoggingConfiguration: get,
  DeleteLoggingConfiguration: drop,
  TagResource: tag,
  UntagResource: untag,
  ListTagsForResource: tags,
};
