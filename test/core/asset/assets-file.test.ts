import { readFileSync } from 'node:fs';
import { parseAssetsFile } from '../../../core/asset/assets-file.ts';

const text = readFileSync(new URL('../../../tabletop/northbank/assets.yaml', import.meta.url), 'utf8');
const refused = (changed: string): string => {
  expect(changed).not.toBe(text);
  const parsed = parseAssetsFile('assets.yaml', changed);
  return parsed.ok ? 'accepted' : parsed.failure.why;
};
const lineOf = (part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

describe('assets.yaml', () => {
  test('of Northbank is valid and says who decides', () => {
    const parsed = parseAssetsFile('assets.yaml', text);
    expect(parsed).toMatchObject({ ok: true, value: { company: 'Northbank' } });
    if (!parsed.ok) return;
    const scorer = parsed.value.assets.find(({ arn }) => arn.endsWith(':endpoint/fraud-scorer'));
    expect(scorer).toMatchObject({ tier: 'high', owner: 'bo', deputies: ['dee'], failMode: 'contain', whenUnavailable: 'fallback' });
    expect(scorer?.callers.map(({ name, fallback }) => [name, fallback])).toEqual([
      ['checkout-api', 'rules-2 (declared by payments)'],
      ['batch-nightly', undefined],
    ]);
    expect(Object.keys(parsed.value.people)).toEqual(['you', 'ann', 'bo', 'cy', 'dee']);
  });

  test('a misspelt field is reported where it stands', () => {
    expect(refused(text.replace('    failMode: contain', '    failmode: contain'))).toMatch(/^assets\.yaml:\d+:\d+ assets\.0/);
  });
  test('a wrong value is reported with line and column', () => {
    const line = lineOf('tier: high');
    expect(refused(text.replace('tier: high', 'tier: huge'))).toContain(`assets.yaml:${line}:11 assets.0.tier`);
  });
  test('broken YAML is reported with line and column', () => {
    expect(refused(text.replace('people:', 'people: ['))).toMatch(/^assets\.yaml:\d+:\d+ /);
  });
  test('an owner who is nobody is refused', () => {
    expect(refused(text.replace('owner: bo', 'owner: boo'))).toContain('boo is not one of people');
  });
  test('an asset in an account that is no member is refused', () => {
    expect(refused(text.replace('111122223333:endpoint/credit', '999999999999:endpoint/credit'))).toContain('is not one of members');
  });
  test('an asset that is described twice is refused', () => {
    expect(refused(text.replace('endpoint/churn-canary', 'endpoint/churn'))).toContain('described twice');
  });
  test('a bare name instead of an ARN is refused', () => {
    expect(refused(text.replace('arn: arn:aws:s3:::nb-train', 'arn: nb-train'))).toContain('never a bare name');
  });
  test('a text that unfolds for ever is refused, not unfolded', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'.split('').map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`),
    ].join('\n');
    expect(refused(bomb)).toMatch(/^assets\.yaml:1:1 /);
  });
});
