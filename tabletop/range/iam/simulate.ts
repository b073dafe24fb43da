import type { SimulatePrincipalPolicyCommandInput, SimulatePrincipalPolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../operation.ts';
import { levelsFor } from '../organizations/state.ts';
import { rulesIn, type Asked } from '../policy/compile.ts';
import { keysIn } from '../policy/evaluate.ts';
import { weigh, type Policies, type Verdict } from '../policy/weigh.ts';
import { documentsOf, type Carried } from './carried.ts';
import { storedPolicy } from './documents.ts';
import { listed } from './lookup.ts';
import { keysOf, missingIn, sourceOf, unsupported } from './simulated.ts';
import { policiesOf } from './state.ts';

interface Simulated {
  readonly verdict: Verdict;
  readonly weighed: Policies;
  readonly asked: Asked;
}
const WORDS = { allow: 'allowed', 'explicit-deny': 'explicitDeny', 'implicit-deny': 'implicitDeny' } as const;

/** What each kind of policy has to say for itself. */
const details = ({ verdict, weighed }: Simulated, applies: (rules: Policies['identity']) => boolean) => ({
  ...(weighed.serviceControl === undefined
    ? {}
    : { OrganizationsDecisionDetail: { AllowedByOrganizations: weighed.serviceControl.every((level) => applies(level)) } }),
  ...(weighed.boundary === undefined
    ? {}
    : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: applies(weighed.boundary) } }),
  EvalDecision: WORDS[verdict.decision],
});
const allowing =
  (asked: Asked) =>
  (rules: Policies['identity']): boolean => {
    const matching = rules.filter((rule) => rule.applies(asked));
    return matching.some(({ effect }) => effect === 'Allow') && !matching.some(({ effect }) => effect === 'Deny');
  };

export const simulate = operation<SimulatePrincipalPolicyCommandInput, SimulatePrincipalPolicyCommandOutput>({
  trail: 'read',
  access: ({ PolicySourceArn }) => [{ action: 'iam:SimulatePrincipalPolicy', resource: PolicySourceArn }],
  run: (input, context) => {
    unsupported(input);
    const { world } = context;
    const principal = sourceOf(context, input.PolicySourceArn);
    const extra = (input.PolicyInputList ?? []).map(
      (text, index): Carried => ({
        name: `PolicyInputList.${index + 1}`,
        document: storedPolicy(text, 'identity'),
      }),
    );
    const carried = [...documentsOf(world, principal), ...extra];
    const bound = input.PermissionsBoundaryPolicyInputList?.[0];
    const boundary =
      bound === undefined
        ? principal.boundary === undefined
          ? undefined
          : policiesOf(world).get(principal.boundary)?.document
        : storedPolicy(bound, 'identity');
    const levels = levelsFor(world, principal.account, 'SERVICE_CONTROL_POLICY');
    const weighed: Policies = {
      identity: carried.flatMap(({ document }) => rulesIn(document)),
      boundary: boundary === undefined ? undefined : rulesIn(boundary),
      serviceControl: levels?.map((level) => level.flatMap((document) => rulesIn(document))),
    };
    const entries = keysOf(input);
    const keys = keysIn(entries);
    const who = { type: 'AssumedRole', arn: principal.arn, principalArn: principal.arn, account: principal.account } as const;
    const pairs = input.ActionNames.flatMap((action) => (input.ResourceArns ?? ['*']).map((resource) => ({ action, resource })));
    const { rows, end } = listed(pairs, input);
    return {
      EvaluationResults: rows.map(({ action, resource }) => {
        const asked = { action, resource, keys };
        const verdict = weigh(weighed, { who, asked, isSameAccount: true, rule: 'identity' });
        const matched = carried.filter(({ document }) => rulesIn(document).some((rule) => rule.applies(asked)));
        return {
          EvalActionName: action,
          EvalResourceName: resource,
          ...details({ verdict, weighed, asked }, allowing(asked)),
          MatchedStatements: matched.map(({ name, arn }) => ({
            SourcePolicyId: name,
            SourcePolicyType: arn === undefined ? 'none' : arn.startsWith('arn:aws:iam::aws:') ? 'aws-managed' : 'user-managed',
          })),
          MissingContextValues: missingIn(carried, Object.keys(entries)),
        };
      }),
      ...end,
    };
  },
});
