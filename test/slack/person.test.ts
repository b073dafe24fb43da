import { readFileSync } from 'node:fs';
import { personBySlackId } from '../../adapters/slack/desk.ts';
import { parseAssetsFile } from '../../core/asset/assets-file.ts';

const TEXT = readFileSync(new URL('../../tabletop/northbank/assets.yaml', import.meta.url), 'utf8');
const linked = (ann: string, cy: string) =>
  parseAssetsFile(
    'assets.yaml',
    TEXT.replace('{ name: Ann,', `{ name: Ann, slack: ${ann},`).replace('{ name: Cy,', `{ name: Cy, slack: ${cy},`),
  );
const why = (parsed: ReturnType<typeof linked>): string => (parsed.ok ? '' : parsed.failure.why);

test('a reviewed file says who is who in Slack', () => {
  const parsed = linked('U0ANN', 'W0CY');
  const person = personBySlackId(parsed.ok ? parsed.value.people : {});
  expect([person('U0ANN'), person('W0CY'), person('U0BO'), person(''), person('undefined')]).toEqual([
    'ann',
    'cy',
    undefined,
    undefined,
    undefined,
  ]);
});
test('one Slack user is one person, and an id looks like one', () => {
  expect(why(linked('U0ANN', 'U0ANN'))).toMatch(/^assets\.yaml:\d+:\d+ people\.cy\.slack: somebody else has this Slack user id already$/);
  expect(why(linked('ann', 'U0CY'))).toMatch(/people\.ann\.slack/);
});
