import { isObject } from '../../../core/json.ts';
import { PolicyDocument, type Principals, type Statement } from './document.ts';
import { isComparable, isKnownOperator } from './operators.ts';

/** What a policy belongs to decides which elements it must and must not have. `resource`: of a service other than IAM; `any`: whatever is read. */
export type PolicyKind = 'identity' | 'session' | 'trust' | 'resource' | 'scp' | 'rcp' | 'any';

const SYNTAX = 'Syntax errors in policy.';
const VENDOR = 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';
type Check = (statement: Statement, kind: PolicyKind) => string | undefined;

const isForIdentity = (kind: PolicyKind): boolean => kind === 'identity' || kind === 'session' || kind === 'scp';

const elements: Check = (statement, kind) => {
  const { Action, NotAction, Resource, NotResource, Principal, NotPrincipal } = statement;
  const pairs = [
    [Action, NotAction],
    [Resource, NotResource],
    [Principal, NotPrincipal],
  ] as const;
  if (pairs.some(([one, other]) => one !== undefined && other !== undefined)) return SYNTAX;
  if (Action === undefined && NotAction === undefined) return 'Missing required field Action';
  const [hasResource, hasPrincipal] = [Resource ?? NotResource, Principal ?? NotPrincipal].map((value) => value !== undefined);
  if (kind === 'any') return undefined;
  if (kind === 'trust' && hasResource) return 'Has prohibited field Resource';
  if (kind !== 'trust' && kind !== 'resource' && !hasResource) return 'Missing required field Resource';
  if (isForIdentity(kind)) return hasPrincipal ? 'Policy document should not specify a principal.' : undefined;
  return hasPrincipal ? undefined : 'Missing required field Principal';
};

const actions: Check = ({ Action, NotAction }, kind) => {
  const all = Action ?? NotAction ?? [];
  const bare = all.find((action) => action !== '*' && !/^[A-Za-z0-9*?-]+:.+$/s.test(action));
  if (bare !== undefined) return VENDOR;
  const wild = all.map((action) => action.split(':')[0] ?? '').find((vendor) => vendor !== '*' && /[*?]/.test(vendor));
  if (wild !== undefined) return `Vendor ${wild} is not valid`;
  if (kind === 'trust' && all.some((action) => !/^sts:(AssumeRole|SetSourceIdentity|TagSession|SetContext|\*)/i.test(action)))
    return 'AssumeRole policy may only specify STS AssumeRole actions.';
  return undefined;
};

const resources: Check = ({ Resource, NotResource }, kind) => {
  if (!isForIdentity(kind)) return undefined;
  for (const resource of Resource ?? NotResource ?? []) {
    if (resource === '*') continue;
    const [arn, partition = '', service = ''] = resource.split(':');
    if (arn !== 'arn' || service === '') return `Resource ${resource} must be in ARN format or "*".`;
    if (!/^(aws[a-z-]*|[*?a-z-]*[*?][*?a-z-]*)$/.test(partition))
      return `Partition "${partition}" is not valid for resource "${resource}".`;
    if (service !== '*' && /[*?]/.test(service)) return `Resource vendor must be fully qualified and cannot contain regexes.`;
  }
  return undefined;
};

const PRINCIPAL =
  /^(\*|\d{12}|A[A-Z0-9]{15,}|arn:aws[a-z-]*:(iam::\d{12}:(root|role\/.+|user\/.+)|sts::\d{12}:(assumed-role|federated-user)\/.+))$/;
const principalProblem = ({ AWS = [] }: Principals): string | undefined => {
  const wrong = AWS.find((principal) => !PRINCIPAL.test(principal) || (principal !== '*' && /[*?]/.test(principal)));
  return wrong === undefined ? undefined : `Invalid principal in policy: "AWS":"${wrong}"`;
};
const principals: Check = ({ Principal, NotPrincipal }) => {
  const given = Principal ?? NotPrincipal;
  return given === undefined ? undefined : principalProblem(given);
};

const conditions: Check = ({ Condition }) => {
  for (const [operator, keys] of Object.entries(Condition ?? {})) {
    if (!isKnownOperator(operator)) return `Invalid Condition type : ${operator}.`;
    for (const [key, values] of Object.entries(keys)) {
      if (!/^[^:]+:.+$/.test(key)) return VENDOR;
      const wrong = values.find((value) => !isComparable(operator, value));
      if (wrong !== undefined) return `Invalid value ${wrong} for condition type ${operator}.`;
    }
  }
  return undefined;
};

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html */
export const RCP_SERVICES: readonly string[] = ['s3', 'sts', 'kms', 'secretsmanager', 'sqs', 'ecr'];
const control: Check = ({ Effect, Action, Principal }, kind) => {
  if (kind !== 'rcp') return undefined;
  const isEverybody = Principal?.AWS?.length === 1 && Principal.AWS[0] === '*';
  const isSupported = Action?.every((action) => RCP_SERVICES.includes((action.split(':')[0] ?? '').toLowerCase())) === true;
  return Effect === 'Deny' && isEverybody && isSupported ? undefined : 'Unsupported element in a resource control policy.';
};

const CHECKS: readonly Check[] = [elements, actions, resources, principals, conditions, control];

const sidProblem = (statements: readonly Statement[]): string | undefined => {
  const sids = statements.flatMap(({ Sid }) => (Sid === undefined || Sid === '' ? [] : [Sid]));
  if (sids.some((sid) => !/^[0-9A-Za-z]*$/.test(sid)))
    return 'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*';
  return new Set(sids).size === sids.length ? undefined : 'Statement IDs (SID) in a single policy must be unique.';
};

/** What comes first where a document has no form at all. */
const shapeProblem = (document: unknown): string => {
  if (!isObject(document)) return SYNTAX;
  const { Version, Statement } = document;
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17')
    return 'The policy must contain a valid version string.';
  const effects = (Array.isArray(Statement) ? Statement : [Statement]).map((one) => (isObject(one) ? one['Effect'] : undefined));
  const wrong = effects.find((effect) => typeof effect === 'string' && effect !== 'Allow' && effect !== 'Deny');
  return typeof wrong === 'string' ? `Invalid effect: ${wrong}` : SYNTAX;
};

/** Why AWS refuses to store a document; undefined: it is a policy of this kind. A policy that is stored and not followed would be a lie. */
export const problemIn = (document: unknown, kind: PolicyKind): string | undefined => {
  const parsed = PolicyDocument.safeParse(document);
  if (!parsed.success) return shapeProblem(document);
  const { Statement } = parsed.data;
  if (Statement.length === 0) return SYNTAX;
  for (const statement of Statement)
    for (const check of CHECKS) {
      const problem = check(statement, kind);
      if (problem !== undefined) return problem;
    }
  return kind === 'resource' || kind === 'any' ? undefined : sidProblem(Statement);
};
