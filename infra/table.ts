import { aws_dynamodb as dynamodb, aws_iam as iam, RemovalPolicy, type Stack } from 'aws-cdk-lib';

/**
 * Ledger, leases, decisions and footsteps. AWS's own key: a key of ours could be disabled or scheduled for deletion by whoever attacks, and
 * the response would be blind at that moment. What is in the table is protected by who may read it.
 */
export const makeTable = (stack: Stack): dynamodb.Table =>
  new dynamodb.Table(stack, 'Ledger', {
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    stream: dynamodb.StreamViewType.NEW_IMAGE,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
    // Decisions and footsteps go after a month and three; nothing of an incident has this attribute.
    timeToLiveAttribute: 'expires',
    encryption: dynamodb.TableEncryption.AWS_MANAGED,
  });

/** Beginnings of `pk`, as the adapters write them. `*` ends a beginning. */
const KEYS = {
  incident: ['inc-*', 'C#*', 'N#*', 'INCIDENTS'],
  counter: ['COUNTER'],
  leases: ['L#*', 'R#*'],
  leaseOf: ['L#*'],
  /** Is everything stopped? (core/house) */
  house: ['inc-house'],
  decisions: ['DECISIONS'],
  footsteps: ['F#*'],
  list: ['INCIDENTS'],
  /** Facts only: what makes an incident or an approval findable is written by those who open and ask. */
  facts: ['inc-*'],
  slackRequests: ['SLACK#*'],
  slackNews: ['OUTBOX'],
  slackMessages: ['OUT#*'],
} as const;

const allow = (table: dynamodb.Table, actions: readonly string[], keys?: readonly string[]): iam.PolicyStatement =>
  new iam.PolicyStatement({
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [table.tableArn],
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
    ...(keys !== undefined && {
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...keys] }, Null: { 'dynamodb:LeadingKeys': 'false' } },
    }),
  });

/** Nobody has DeleteItem or UpdateItem on an incident: a ledger is appended to. A row that is overwritten breaks the chain, and notify says so. */
export const tableAccess = (table: dynamodb.Table) => ({
  read: () => [allow(table, ['BatchGetItem', 'GetItem', 'Query'])],
  append: () => [allow(table, ['PutItem'], KEYS.incident), allow(table, ['UpdateItem'], KEYS.counter)],
  number: () => [allow(table, ['UpdateItem'], KEYS.counter)],
  lease: () => [allow(table, ['PutItem', 'DeleteItem'], KEYS.leases)],
  free: () => [allow(table, ['DeleteItem'], KEYS.leases)],
  decide: () => [allow(table, ['PutItem'], KEYS.decisions)],
  /** Of an action: whose lease is it, is everything stopped, and what I changed. */
  act: () => [allow(table, ['GetItem'], KEYS.leaseOf), allow(table, ['Query'], KEYS.house), allow(table, ['PutItem'], KEYS.footsteps)],
  /** Of people's words: a note, a task that is done. */
  note: () => [allow(table, ['PutItem'], KEYS.facts)],
  /** Which requests of Slack were taken already. */
  takeOnce: () => [allow(table, ['PutItem', 'DeleteItem'], KEYS.slackRequests)],
  /** Incidents, and what of them was told to Slack and what was not. */
  tell: () => [
    // The list: when everything is stopped, every open card says so.
    allow(table, ['Query'], [...KEYS.facts, ...KEYS.list, ...KEYS.slackNews, ...KEYS.slackMessages]),
    allow(table, ['UpdateItem', 'DeleteItem'], KEYS.slackNews),
    allow(table, ['PutItem', 'UpdateItem', 'DeleteItem'], KEYS.slackMessages),
  ],
});
