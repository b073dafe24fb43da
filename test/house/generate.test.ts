import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATED } from '../../bin/generated.ts';
import { field, ROOT, run } from './field.ts';

const generate = (...args: readonly string[]) => run([join(ROOT, 'bin/generate.ts'), ...args], ROOT);

test('what is missing or stale is named with the command that writes it; then it is current', () => {
  const { at, clear } = field({});
  const [first] = GENERATED;
  if (first === undefined) throw new Error('no generator is registered');
  try {
    const saysStale = ({ path }: { readonly path: string }) => `${path} is stale. Run: npm run generate`;
    expect(generate('--check', '--root', at)).toEqual({ code: 1, lines: GENERATED.map(saysStale) });
    expect(generate('--root', at).lines).toEqual(GENERATED.map(({ path }) => `wrote ${path}`));
    expect(generate('--check', '--root', at)).toEqual({ code: 0, lines: [] });
    writeFileSync(join(at, first.path), `${readFileSync(join(at, first.path), 'utf8')} `);
    expect(generate('--check', '--root', at)).toEqual({ code: 1, lines: [saysStale(first)] });
  } finally {
    clear();
  }
});

test('the approvals page says what the table decides', () => {
  const page = readFileSync(join(ROOT, 'docs/reference/approvals.md'), 'utf8');
  expect(page).toMatch(/\*\*A0\*\* [^|]+\| nobody \| nobody \| nobody \| –/);
  expect(page).toMatch(
    /\*\*A2-change\*\* [^|]+\| responder \| approver, not the requester \| security \+ owner, not the requester, \*\*one by IAM\*\* \|/,
  );
  expect(page).toMatch(/fails open[^|]+\| nobody \| responder \| responder \+ owner, \*\*one by IAM\*\* \|/);
  expect(page).toMatch(/\*\*L\*\* [^|]+\| approver, not the requester \|[^|]+\|[^|]+target typed, \*\*by IAM\*\* \|/);
});
