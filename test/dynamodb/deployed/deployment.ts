import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { actions } from '../../../actions/index.ts';
import { dynamoLedger } from '../../../adapters/ledger-dynamodb.ts';
import { daysSinceStory } from '../../../core/finding/shift-days.ts';
import { instantOf } from '../../../core/time.ts';
import { writeAssets } from '../../../infra/assets.ts';
import { bundle } from '../../../infra/bundle.ts';
import type { Config } from '../../../infra/config.ts';
import type { Access } from '../../../tabletop/range/policy/evaluate.ts';
import { createRange } from '../../../tabletop/range/range.ts';
import { TEST_SECRET } from '../../../tabletop/range/sts/state.ts';
import { accessKeyOf, deployedState, may, permissionsIn, TABLE } from '../../functions/accounts.ts';
import { startFunction, type Answer, type FunctionProcess } from '../../functions/process.ts';
import { CONFIG, deployment, flat, resources, type Loose } from '../../infra/deployment.ts';
import { EVIDENCE_KEY, GRANT_KEY } from '../../functions/accounts.ts';
import { startDynamo } from '../server.ts';
import { startFront } from './front.ts';
import { remoteRuns, type RemoteRuns } from './runs.ts';
import { parametersOf, queueUrl, routesTo, startSlackHere, type SlackOptions } from './slack.ts';

/** Little more than the outbox keeps in reserve: it waits for Slack a moment by itself, and then in its queue. */
const OUTBOX_MILLISECONDS = 35_000;
/** AWS's own waits run this much faster. */
const PACE = 60;
const arnOf = (name: string, qualifier: string | undefined): string =>
  `arn:aws:lambda:eu-west-1:444455556666:function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`;

/** The synthesised environment of a function, with the names that CloudFormation would put in. */
const environmentOf = (properties: Record<string, Loose>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(properties['Environment'].Variables as Record<string, unknown>).map(([key, value]) => {
      if (typeof value === 'string') return [key, value];
      if (key === 'CORDON_TABLE') return [key, TABLE];
      if (key === 'CORDON_SLACK_QUEUE_URL') return [key, queueUrl((value as { readonly Ref: string }).Ref)];
      return [key, /EvidenceKey/.test(flat(value)) ? EVIDENCE_KEY : GRANT_KEY];
    }),
  );

/** The whole deployment on this machine: every bundle in its own process, with its own role, over DynamoDB, Lambda and an AWS that is pretended. */
export const deploy = async (config: Config = CONFIG, slack?: SlackOptions) => {
  const directory = mkdtempSync(join(tmpdir(), 'cordon-deployed-'));
  const made = deployment(actions, config);
  const [member] = made.members;
  if (member === undefined) throw new Error('there is one member');
  await bundle(join(directory, 'functions'));
  writeAssets(join(directory, 'functions'), config, actions);
  const shiftDays = daysSinceStory(Date.now());
  const parameters = slack === undefined || config.slack === undefined ? {} : parametersOf(slack, config.slack);
  const range = createRange({ state: { ...deployedState(made.home, member, shiftDays), ...parameters }, pace: PACE });
  const pretend = await range.listen();
  const dynamo = await startDynamo();
  await dynamo.client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  const { protocol, hostname, port } = (await dynamo.client.config.endpoint?.()) ?? { protocol: '', hostname: '', port: 0 };

  const functions = new Map(
    [...resources(made.home, 'AWS::Lambda::Function').values()].map(({ Properties }) => [String(Properties['FunctionName']), Properties]),
  );
  const permissions = new Map([...functions.keys()].map((name) => [accessKeyOf(name), permissionsIn(made.home, name)]));
  const processes = new Map<string, FunctionProcess>();
  const published: Record<string, Loose>[] = [];
  const news: Promise<Answer>[] = [];
  const invoke = (name: string, qualifier: string | undefined, event: unknown): Promise<Answer> => {
    const properties = functions.get(name);
    if (properties === undefined) throw new Error(`no function ${name}`);
    const known =
      processes.get(name) ?? startFunction(join(directory, 'functions', name), { ...environmentOf(properties), ...endpoints(name) });
    processes.set(name, known);
    return known.invoke(event, {
      invokedFunctionArn: arnOf(name, qualifier),
      ...(name === 'cordon-slack-outbox' && { remainingMilliseconds: OUTBOX_MILLISECONDS }),
    });
  };
  const runs: RemoteRuns = remoteRuns(join(directory, 'runs.db'), 'cordon-run', PACE, (event) => invoke('cordon-run', 'live', event));
  const front = await startFront({
    dynamo: `${protocol}//${hostname}:${port}`,
    may: (key, access) => may(permissions.get(key) ?? [], access),
    invoke,
    runs: () => runs,
    appended: (images) => {
      if (images.length === 0) return;
      news.push(
        invoke('cordon-notify', undefined, { Records: images.map((NewImage) => ({ eventName: 'INSERT', dynamodb: { NewImage } })) }),
      );
    },
    published: (entries) => {
      published.push(...entries);
      here?.published(entries);
    },
    sent: (queue, message) => here?.sent(queue, message),
  });
  const here = slack === undefined ? undefined : await startSlackHere(made.home, PACE, (name, event) => invoke(name, undefined, event));
  const endpoints = (name: string): Record<string, string> => ({
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: accessKeyOf(name),
    AWS_SECRET_ACCESS_KEY: TEST_SECRET,
    AWS_ENDPOINT_URL: pretend.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: front.endpoint,
    AWS_ENDPOINT_URL_LAMBDA: front.endpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: front.endpoint,
    ...(slack !== undefined && {
      TEST_ROUTES: routesTo({ front: front.endpoint, pretend: pretend.endpoint, apiUrl: slack.apiUrl }),
    }),
  });

  return {
    range,
    home: made.home,
    slack: here,
    shiftDays,
    published,
    refused: front.refused,
    used: front.used,
    may: (name: string, access: Access) => may(permissions.get(accessKeyOf(name)) ?? [], access),
    invoke,
    printed: () => [...processes].map(([name, { printed }]) => `== ${name}\n${printed()}`).join('\n'),
    /** Whether one of them printed it; what a process prints comes by another way than its answer, and may come after it. */
    said: async (text: string): Promise<boolean> => {
      for (let tries = 0; tries < 100; tries += 1) {
        if ([...processes.values()].some(({ printed }) => printed().includes(text))) return true;
        await sleep(50);
      }
      return false;
    },
    ledger: dynamoLedger({ client: dynamo.client, table: TABLE, clock: { now: () => instantOf(Date.now()) }, exercise: false }),
    /** Every batch of the stream that was told, and how many of them failed. */
    told: async () => {
      const answers = await Promise.all(news);
      return { batches: answers.length, failed: answers.filter(({ failed }) => failed).map(({ payload }) => payload) };
    },
    close: async () => {
      await here?.close();
      for (const { stop } of processes.values()) stop();
      runs.close();
      await front.close();
      await pretend.close();
      range.close();
      await dynamo.stop();
      made.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
