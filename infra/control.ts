import {
  type aws_dynamodb as dynamodb,
  aws_events as events,
  aws_events_targets as targets,
  aws_iam as iam,
  type aws_kms as kms,
  aws_lambda as lambda,
  aws_lambda_event_sources as feeds,
  Duration,
  type Stack,
} from 'aws-cdk-lib';
import type { Action } from '../core/action/define.ts';
import type { ControlName } from './bundle.ts';
import type { Config } from './config.ts';
import { makeFunction, type FunctionSpec, type Made } from './functions.ts';
import { askApprove, callActions, RUN_ALIAS, startRuns, takeInventory, wakeRuns } from './grants.ts';
import { INTAKE_TIMEOUT, type Queues } from './queues.ts';
import type { Roles } from './roles.ts';
import { tableAccess } from './table.ts';

/** What all functions of the security account stand on. */
export interface Place {
  readonly stack: Stack;
  readonly config: Config;
  readonly bundles: string;
  readonly table: dynamodb.Table;
  readonly queues: Queues;
  readonly grantKey: kms.Key;
}
export type Spec = Omit<FunctionSpec, 'name'> & { readonly may: readonly iam.PolicyStatement[] };

/**
 * Doors of approve, one alias each (functions/doors.ts). `people` is for callers who are authenticated by IAM (command line, console); nothing
 * here may use it. `slack` is for the Slack worker alone: a yes that came in there never counts as one by IAM.
 */
const DOORS = ['intake', 'run', 'people', 'slack'] as const;

const publish = ({ account, region }: Config): iam.PolicyStatement =>
  new iam.PolicyStatement({
    actions: ['events:PutEvents'],
    resources: [`arn:aws:events:${region}:${account}:event-bus/default`],
    conditions: { StringEquals: { 'events:source': 'cordon' } },
  });

/** What more than one function is told, in parts. */
export const settingsOf = ({ config, table, grantKey }: Pick<Place, 'config' | 'table' | 'grantKey'>) => ({
  base: { CORDON_TABLE: table.tableName, CORDON_GRANT_KEY: grantKey.keyArn },
  rules: {
    CORDON_MODE: config.mode,
    CORDON_COMPANY: config.assets.company,
    CORDON_ACCOUNT: config.account,
    CORDON_REGION: config.region,
  },
  start: { CORDON_RUN_FUNCTION: 'cordon-run', CORDON_RUN_ALIAS: RUN_ALIAS },
  door: (name: (typeof DOORS)[number]) => ({ CORDON_APPROVE_FUNCTION: `cordon-approve:${name}` }),
});

const specsOf = ({ config, table, queues, grantKey }: Place, actions: readonly Action[]): Readonly<Record<ControlName, Spec>> => {
  const access = tableAccess(table);
  const { base, rules, start, door } = settingsOf({ config, table, grantKey });
  return {
    intake: {
      says: 'Event to decision: ignored, recorded, for triage, or an incident with its run',
      timeout: INTAKE_TIMEOUT,
      memoryMegabytes: 1024,
      environment: { ...base, ...rules, ...start, ...door('intake') },
      may: [
        ...access.read(),
        ...access.number(),
        ...access.decide(),
        startRuns(config),
        askApprove(config, 'intake'),
        takeInventory(config),
      ],
    },
    run: {
      says: 'One run of one playbook, for up to a year',
      timeout: Duration.minutes(15),
      memoryMegabytes: 1024,
      environment: { ...base, ...rules, ...start, ...door('run') },
      durable: { executionTimeout: Duration.days(366), retentionPeriod: Duration.days(90) },
      deadLetters: queues.unstarted,
      may: [...access.read(), ...access.append(), ...access.lease(), callActions(config, actions), askApprove(config, 'run')],
    },
    approve: {
      says: 'The approval table, the votes of people, and the signature under both',
      timeout: Duration.minutes(1),
      memoryMegabytes: 1024,
      environment: { ...base, ...rules },
      reservedConcurrency: 20,
      may: [...access.read(), ...access.append(), callActions(config, actions)],
    },
    notify: {
      says: 'Wakes runs, starts the parts of a foreach, reports forged facts, tells the bus',
      timeout: Duration.minutes(1),
      environment: { ...base, ...start },
      may: [...access.read(), ...access.append(), wakeRuns(config), startRuns(config), publish(config)],
    },
    sweep: {
      says: 'Every minute: starts what was ordered and never started, reminds of reviews, looks again at what holds',
      timeout: Duration.seconds(50),
      environment: { ...base, ...rules, ...start },
      // Never two at once: the next minute comes anyway.
      reservedConcurrency: 1,
      deadLetters: queues.unstarted,
      // Actions: to look again at what holds. Without a grant they write nothing. Leases: of runs that are over.
      may: [...access.read(), ...access.append(), ...access.free(), startRuns(config), callActions(config, actions)],
    },
  };
};

/** What makes each of them run. */
const connect = ({ stack, table, queues }: Place, made: Readonly<Record<ControlName, Made>>): void => {
  made.intake.fn.addEventSource(
    new feeds.SqsEventSource(queues.events, { batchSize: 10, maxConcurrency: 10, reportBatchItemFailures: true }),
  );
  table.grantStreamRead(made.notify.role);
  made.notify.fn.addEventSourceMapping('Stream', {
    // Set: the table was made with a stream.
    eventSourceArn: table.tableStreamArn ?? '',
    // From the beginning: nothing that was appended before the first deployment of notify is lost.
    startingPosition: lambda.StartingPosition.TRIM_HORIZON,
    batchSize: 100,
    bisectBatchOnError: true,
    retryAttempts: 10,
    onFailure: new feeds.SqsDlq(queues.untold),
    filters: [lambda.FilterCriteria.filter({ eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'E#' }] } } } })],
  });
  made.run.fn.addAlias(RUN_ALIAS);
  for (const door of DOORS) made.approve.fn.addAlias(door);
  const minute = new events.Rule(stack, 'EveryMinute', {
    schedule: events.Schedule.rate(Duration.minutes(1)),
    description: 'Starts sweep',
  });
  minute.addTarget(
    new targets.LambdaFunction(made.sweep.fn, { deadLetterQueue: queues.undelivered, retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
  );
};

/** Intake, run, approve, notify and sweep. */
export const makeControl = (place: Place, roles: Roles['control'], actions: readonly Action[]): readonly Made[] => {
  const specs = specsOf(place, actions);
  const make = (name: ControlName): Made => {
    const { may, ...spec } = specs[name];
    for (const statement of may) roles[name].addToPolicy(statement);
    return makeFunction(place.stack, place.config, place.bundles, roles[name], { ...spec, name: `cordon-${name}` });
  };
  const made = { intake: make('intake'), run: make('run'), approve: make('approve'), notify: make('notify'), sweep: make('sweep') };
  connect(place, made);
  return Object.values(made);
};
