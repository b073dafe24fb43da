import { cpSync, readFileSync, writeFileSync } from 'node:fs';
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

describe('a playbook that was released', () => {
  const changed = (change: (text: string) => string) => {
    const { at, clear } = field({});
    try {
      for (const part of ['playbooks', 'docs', 'samples', 'actions/catalog.json', 'tabletop/northbank', 'package.json'])
        cpSync(join(ROOT, part), join(at, part), { recursive: true });
      const file = join(at, 'playbooks/training-data-poisoning/playbook.yaml');
      writeFileSync(file, change(readFileSync(file, 'utf8')));
      const { code, lines } = run([join(ROOT, 'bin/generate.ts'), '--check'], at);
      return { code, text: lines.join('\n') };
    } finally {
      clear();
    }
  };
  const reworded = (text: string): string => text.replace('Nobody may call the endpoint', 'Somebody may call the endpoint');

  test('changed without another version: the check fails, and names the file and both digests', () => {
    const { code, text } = changed(reworded);
    expect(code).not.toBe(0);
    expect(text).toMatch(
      /playbooks\/training-data-poisoning\/playbook\.yaml: version 1\.0\.0 was released as sha256:[0-9a-f]{64}; the file is now sha256:[0-9a-f]{64}\. Raise metadata\.version/,
    );
  });
  test('changed with another version: that one is to be released, and nothing else is wrong with it', () => {
    const { text } = changed((before) => reworded(before).replace('version: 1.0.0', 'version: 1.0.1'));
    expect(text).not.toContain('was released as');
    expect(text).toContain('playbooks/training-data-poisoning/released/1.0.1.json is stale');
  });
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
