import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { as, refusal, stillRange, WORKLOAD } from './clients.ts';

const NAME = '/northbank/assistant/tools';
const arn = `arn:aws:ssm:eu-west-1:${WORKLOAD}:parameter${NAME}`;

test('a parameter is read by name and by ARN, and each write is a version', async () => {
  const { range } = stillRange();
  const { ssm } = as(range, 'admin');
  const read = async (Name: string) => (await ssm.send(new GetParameterCommand({ Name }))).Parameter;
  expect(await read(NAME)).toMatchObject({ Name: NAME, ARN: arn, Type: 'String', Value: 'on', Version: 1 });
  expect(await ssm.send(new PutParameterCommand({ Name: NAME, Value: 'on', Overwrite: true }))).toMatchObject({ Version: 2 });
  expect(await read(arn)).toMatchObject({ Name: NAME, Value: 'on', Version: 2 });
});

test('what is not there, is there already, or has no type is refused as AWS refuses it', async () => {
  const { range } = stillRange();
  const { ssm } = as(range, 'admin');
  const put = (input: ConstructorParameters<typeof PutParameterCommand>[0]) => refusal(ssm.send(new PutParameterCommand(input)));
  expect(await refusal(ssm.send(new GetParameterCommand({ Name: '/none' })))).toMatchObject({ name: 'ParameterNotFound', status: 400 });
  expect(await put({ Name: NAME, Value: 'off' })).toMatchObject({ name: 'ParameterAlreadyExists' });
  expect(await put({ Name: '/new', Value: 'x' })).toMatchObject({ name: 'ValidationException' });
  expect(await put({ Name: arn, Value: 'off', Overwrite: true })).toMatchObject({ name: 'ValidationException' });
});

test('Cordon may read every parameter and write the switches only; others may do neither', async () => {
  const { range } = stillRange();
  const put = (who: string, Name: string) =>
    as(range, who).ssm.send(new PutParameterCommand({ Name, Value: 'off', Overwrite: true, Type: 'String' }));
  await expect(put('cordon-member', NAME)).resolves.toMatchObject({ Version: 2 });
  expect(await refusal(put('cordon-member', '/northbank/assistant/prompt'))).toMatchObject({ name: 'AccessDeniedException', status: 400 });
  expect(await refusal(put('partner-bot', NAME))).toMatchObject({ name: 'AccessDeniedException' });
  expect(await refusal(as(range, 'crm').ssm.send(new GetParameterCommand({ Name: NAME })))).toMatchObject({
    name: 'AccessDeniedException',
  });
});

test('a write is in the event history, with who did it', async () => {
  const { range, clock } = stillRange();
  await as(range, 'mlops')
    .ssm.send(new GetParameterCommand({ Name: NAME }))
    .catch(() => undefined);
  await as(range, 'admin').ssm.send(new PutParameterCommand({ Name: NAME, Value: 'off', Overwrite: true }));
  clock.advance(1800);
  const { Events } = await as(range, 'admin').cloudtrail.send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'PutParameter' }] }),
  );
  expect(Events?.map(({ EventSource }) => EventSource)).toEqual(['ssm.amazonaws.com']);
});
