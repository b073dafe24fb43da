import type {
  AssociateWebACLCommandInput,
  AssociateWebACLCommandOutput,
  DisassociateWebACLCommandInput,
  DisassociateWebACLCommandOutput,
  GetWebACLForResourceCommandInput,
  GetWebACLForResourceCommandOutput,
  ListResourcesForWebACLCommandInput,
  ListResourcesForWebACLCommandOutput,
} from '@aws-sdk/client-wafv2';
import { stageKey, stagesOf } from '../api-gateway/state.ts';
import { operation, type Context, type Operation } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { invalid, on, refused } from './access.ts';
import { associate, associationsOf, itemsOf, webAclOf, type WebAcl } from './state.ts';
import { webAclAnswer } from './web-acls.ts';

const STAGE = /^arn:aws:apigateway:([^:]+)::\/restapis\/([^/]+)\/stages\/([^/]+)$/;
/** Stages of REST APIs are what the range can protect. */
const checkResource = ({ world, region }: Context, arn: string): void => {
  const [, at, api = '', stage = ''] = STAGE.exec(arn) ?? [];
  if (at === undefined && /^arn:aws:(elasticloadbalancing|appsync|cognito-idp|apprunner|ec2|amplify):/.test(arn))
    throw new AwsFault('NotImplemented', 'The range protects stages of REST APIs only', { status: 501 });
  if (at !== region)
    throw invalid(
      "The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes.",
      'RESOURCE_ARN',
      arn,
    );
  if (stagesOf(world).get(stageKey(api, stage)) === undefined) throw refused('WAFNonexistentItemException');
};
const aclOf = ({ world, account }: Context, arn: string): WebAcl => {
  const item = itemsOf(world).get(arn);
  if (item?.kind !== 'webacl' || item.account !== account) throw refused('WAFNonexistentItemException');
  return item;
};
/** API Gateway, too, has to let the caller set the web ACL of a stage. */
const onStage = (arn: string): readonly Access[] => (STAGE.test(arn) ? [{ action: 'apigateway:SetWebACL', resource: arn }] : []);

const attach = operation<AssociateWebACLCommandInput, AssociateWebACLCommandOutput>({
  trail: 'write',
  access: ({ WebACLArn, ResourceArn }, context) => [
    on(context, 'AssociateWebACL', WebACLArn),
    { action: 'wafv2:AssociateWebACL', resource: ResourceArn },
    ...onStage(ResourceArn),
  ],
  run: ({ WebACLArn, ResourceArn }, context) => {
    const acl = aclOf(context, WebACLArn);
    if (acl.scope === 'CLOUDFRONT') throw invalid('The scope is not valid.', 'SCOPE_VALUE', acl.scope);
    checkResource(context, ResourceArn);
    associate(context.world, ResourceArn, acl.arn);
    return {};
  },
});
const detach = operation<DisassociateWebACLCommandInput, DisassociateWebACLCommandOutput>({
  trail: 'write',
  access: ({ ResourceArn }) => [{ action: 'wafv2:DisassociateWebACL', resource: ResourceArn }, ...onStage(ResourceArn)],
  run: ({ ResourceArn }, context) => {
    checkResource(context, ResourceArn);
    if (associationsOf(context.world).get(ResourceArn) !== undefined) associate(context.world, ResourceArn, undefined);
    return {};
  },
});
const find = operation<GetWebACLForResourceCommandInput, GetWebACLForResourceCommandOutput>({
  trail: 'read',
  access: ({ ResourceArn }, context) => {
    const acl = associationsOf(context.world).get(ResourceArn);
    return [{ action: 'wafv2:GetWebACLForResource', resource: ResourceArn }, ...(acl === undefined ? [] : [on(context, 'GetWebACL', acl)])];
  },
  run: ({ ResourceArn }, context) => {
    checkResource(context, ResourceArn);
    const acl = webAclOf(context.world, ResourceArn);
    return acl === undefined ? {} : { WebACL: webAclAnswer(acl) };
  },
});
const list = operation<ListResourcesForWebACLCommandInput, ListResourcesForWebACLCommandOutput>({
  trail: 'read',
  access: ({ WebACLArn }, context) => [on(context, 'ListResourcesForWebACL', WebACLArn)],
  run: ({ WebACLArn, ResourceType = 'APPLICATION_LOAD_BALANCER' }, context) => {
    const acl = aclOf(context, WebACLArn);
    const here = associationsOf(context.world)
      .entries()
      .filter(([, arn]) => arn === acl.arn)
      .map(([resource]) => resource);
    return { ResourceArns: ResourceType === 'API_GATEWAY' ? here : [] };
  },
});

export const ASSOCIATION_OPERATIONS: Readonly<Record<string, Operation>> = {
  AssociateWebACL: attach,
  DisassociateWebACL: detach,
  GetWebACLForResource: find,
  ListResourcesForWebACL: list,
};
