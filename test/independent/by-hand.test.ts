import { spawn } from 'node:child_process';
import { awsCommand } from '../../bin/generate/playbook-page-cli.ts';
import { actions } from '../../actions/index.ts';
import type { JsonObject } from '../../core/json.ts';
import type { PlannedWrite } from '../../core/action/plan.ts';
import { endpointArn, northbank, packageArn } from '../actions/northbank.ts';

/** Python starts for every command, on a machine that may be busy. */
const SLOW = 120_000;
const SWITCH = 'arn:aws:ssm:eu-west-1:111122223333:parameter/northbank/assistant/tools';
const CASES: readonly (readonly [id: string, input: JsonObject])[] = [
  ['sagemaker.quarantine-endpoint', { endpoint: endpointArn('fraud-scorer') }],
  ['sagemaker.reject-model-package', { modelPackage: packageArn('fraud-model/7'), reason: "it's bad; $(x)" }],
  ['ssm.flip-switch', { asset: endpointArn('assistant'), switch: SWITCH }],
  ['iam.quarantine-client', { client: 'arn:aws:iam::111122223333:role/partner-bot', endpoint: endpointArn('assistant') }],
];
const ROLLBACK = { endpoint: endpointArn('fraud-scorer'), badData: ['s3://nb-train/partner/'], badSince: '2026-11-18T02:10:00Z' } as const;

/** The commands that pages of playbooks print, typed into a shell with AWS's own command line, do what the action would have done. */
describe('by hand, as the pages say', () => {
  const open = async () => {
    const nb = await northbank();
    const listening = await nb.range.listen();
    const type = ({ operation, input }: PlannedWrite) =>
      new Promise<string>((resolve, reject) => {
        const child = spawn('sh', ['-c', `${awsCommand(operation, input)} --endpoint-url ${listening.endpoint} --output json`], {
          timeout: 60_000,
          env: {
            PATH: process.env['PATH'],
            AWS_ACCESS_KEY_ID: 'NORTHBANK-ADMIN',
            AWS_SECRET_ACCESS_KEY: 'x',
            AWS_DEFAULT_REGION: 'eu-west-1',
            AWS_MAX_ATTEMPTS: '1',
            AWS_PAGER: '',
          },
        });
        let error = '';
        child.stderr.on('data', (part: Buffer) => (error += part.toString()));
        child.once('error', reject);
        child.once('close', (code) => resolve(code === 0 ? 'done' : error));
      });
    const leave = async () => {
      await listening.close();
      nb.close();
    };
    return { nb, type, leave };
  };
  const actionOf = (id: string) => {
    const found = actions.find((action) => action.id === id);
    if (found === undefined) throw new Error(`there is no action ${id}`);
    return found;
  };

  test.each(CASES)(
    '%s: done, seen by the action, taken back',
    async (id, input) => {
      const { nb, type, leave } = await open();
      const action = actionOf(id);
      const first = (await nb.look(action, input)).ok;
      if (first === undefined || typeof action.undo === 'string') throw new Error(`${id} has no plan or no way back`);
      expect(first.writes.length).toBeGreaterThan(0);
      for (const write of first.writes) expect(await type(write)).toBe('done');
      expect((await nb.look(action, input)).ok?.writes).toEqual([]);
      for (const write of action.undo.writes(first)) expect(await type(write)).toBe('done');
      expect((await nb.look(action, input)).ok?.writes).toEqual(first.writes);
      await leave();
    },
    SLOW,
  );
  test(
    'a rollback is under way, and every command of the look is one that AWS knows',
    async () => {
      const { nb, type, leave } = await open();
      const action = actionOf('sagemaker.rollback-endpoint');
      const plan = (await nb.look(action, ROLLBACK)).ok;
      if (plan === undefined) throw new Error('no plan');
      const snapshot = actionOf('evidence.snapshot-endpoint');
      const evidence = (await nb.look(snapshot, { endpoint: ROLLBACK.endpoint })).ok;
      if (evidence === undefined) throw new Error('no plan');
      expect((await nb.apply(snapshot, evidence)).ok?.effect).toBe('no-change');
      const made = nb.calls.filter(({ outcome }) => outcome === 'ok');
      const reads = made.filter(({ operation }, index) => made.findIndex((other) => other.operation === operation) === index);
      expect(reads.length).toBeGreaterThan(10);
      for (const { operation, input } of reads) {
        const [service = '', name = ''] = operation.split(':');
        expect([operation, await type({ operation: `${service}:${name}`, input })]).toEqual([operation, 'done']);
      }
      for (const write of plan.writes) expect(await type(write)).toBe('done');
      expect((await nb.look(action, ROLLBACK)).failure?.why).toContain('Updating');
      await leave();
    },
    SLOW,
  );
});
