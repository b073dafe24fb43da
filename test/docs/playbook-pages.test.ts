import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { awsCommand, dashed } from '../../bin/generate/playbook-page-cli.ts';
import { label } from '../../bin/generate/playbook-page-diagram.ts';
import { placeholdersOf, readCommand, writeCommand } from '../../bin/generate/playbook-page-placeholders.ts';
import { playbookPages } from '../../bin/generate/playbook-pages.ts';
import { brokenLinks } from './broken-links.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = 'docs/reference/playbooks';
const PAGES = readdirSync(join(ROOT, FOLDER)).map((name) => `${FOLDER}/${name}`);
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const blocks = (text: string, language: string) =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter(([, is]) => is === language).map(([, , inside = '']) => inside);

/** Names of the sample company in commands that somebody would paste. */
const leaks = (commands: string): readonly string[] =>
  commands.match(/fraud|churn|assistant|partner|nb-|northbank|\d{12}|eu-west-1/g) ?? [];
/** Nodes that an edge names and nobody drew. */
const dangling = (diagram: string): readonly string[] => {
  const nodes = new Set([...diagram.matchAll(/^\s*(\w+)[[({]/gm)].map(([, name]) => name));
  const edges = [...diagram.matchAll(/^\s*(\w+) (?:--|-\.).*> (\w+)$/gm)].flatMap(([, from = '', to = '']) => [from, to]);
  return edges.filter((name) => !nodes.has(name));
};

describe('pages of playbooks', () => {
  test('every playbook has one, and every page has its playbook', async () => {
    expect((await playbookPages()).map(({ path }) => path).toSorted()).toEqual(PAGES.toSorted());
  });
  test('made twice, they are the same', async () => {
    const made = async () => Promise.all((await playbookPages()).map(async ({ make }) => make()));
    expect(await made()).toEqual(await made());
  });
  test.each(PAGES)('%s: links lead somewhere, edges too, and no command holds a name of the sample', (page) => {
    const text = read(page);
    expect(brokenLinks(page, text, (path) => existsSync(join(ROOT, path)))).toEqual([]);
    const [diagram = ''] = blocks(text, 'mermaid');
    expect(diagram.split('\n').length).toBeGreaterThan(5);
    expect(dangling(diagram)).toEqual([]);
    const commands = blocks(text, 'sh').join('');
    expect(commands).toContain('aws sagemaker describe-endpoint ');
    expect(leaks(commands)).toEqual([]);
    // A bucket or a config that the sample calls after its endpoint is not called so elsewhere.
    expect(commands.match(/<\w+-name>[\w/-]/g)).toBeNull();
  });
  test('planted: a name, an edge to nowhere', () => {
    expect(leaks("aws x --arn 'arn:aws:iam::<account>:role/partner-bot'")).toEqual(['partner']);
    expect(dangling('flowchart TD\n  a["x"]\n  a --> b\n  a -. no .-> a\n')).toEqual(['b']);
  });
  test('what a step writes and how it is taken back stand in order', () => {
    const page = read(`${FOLDER}/training-data-poisoning.md`);
    const order = ['add-tags', 'delete-tags', "update-endpoint --endpoint-name '<endpoint-name>' --endpoint-config-name '<before.to>'"];
    const rest = ["--endpoint-config-name '<before.config>' --retain", 'status Rejected', "status '<before.status>'"];
    const at = [...order, ...rest].map((text) => page.indexOf(text));
    expect(at).not.toContain(-1);
    expect(at).toEqual(at.toSorted((a, b) => a - b));
  });
});

describe('a call as a person types it', () => {
  test.each([
    ['ListAttachedRolePolicies', 'list-attached-role-policies'],
    ['GetCallerIdentity', 'get-caller-identity'],
    ['MaxDatapoints', 'max-datapoints'],
    ['KMSKeyArn', 'kms-key-arn'],
    ['ListObjectsV2', 'list-objects-v2'],
  ])('%s', (name, said) => expect(dashed(name)).toBe(said));
  test('switches, lists, objects, quotes', () => {
    expect(awsCommand('s3:PutThing', { On: true, Off: false, Keys: ['a', 'b c'], Tags: [{ K: "it's" }], N: 3, Gone: undefined })).toBe(
      `aws s3api put-thing --on --no-off --keys a 'b c' --tags '[{"K":"it'\\''s"}]' --n 3`,
    );
  });
  test('nothing that a text holds leaves its quotes', () => {
    expect(awsCommand('x:Y', { A: '$(id) `id` ; <x> "y"\n' })).toBe('aws x y --a \'$(id) `id` ; <x> "y"\n\'');
    expect(label('"] --> x["<b>`#&')).toBe('#quot;] --#gt; x[#quot;#lt;b#gt;#96;#35;#amp;');
  });
  test('the longest name is replaced first, short words only when they are the whole text', () => {
    const target = { kind: 'endpoint', name: 'x', account: '111122223333', region: 'eu-west-1', arn: 'arn:aws:sagemaker:x' } as const;
    const plan = { action: 'a.b', target, input: { thing: 'in' }, before: { position: 'on' }, guard: {}, writes: [], impact: [] } as const;
    const placeholders = placeholdersOf({ plan, reads: [], back: [] });
    const input = { A: 'on', B: 'online', C: 'in', D: 'arn:aws:iam::111122223333:policy/cordon-x', E: 'arn:aws:iam::111122223333:role/r' };
    expect(writeCommand({ operation: 'x:Y', input }, placeholders)).toBe(
      "aws x y --a '<before.position>' --b online --c '<thing>' --d 'arn:aws:iam::<account>:policy/cordon-x' --e 'arn:aws:iam::<account>:role/r'",
    );
    expect(readCommand({ operation: 'x:Y', input }, placeholders)).toBe(
      "aws x y --a '<before.position>' --b '<b>' --c '<thing>' --d 'arn:aws:iam::<account>:policy/cordon-x' --e '<e>'",
    );
  });
});
