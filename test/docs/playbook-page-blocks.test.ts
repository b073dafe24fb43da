import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { playbookPage } from '../../bin/generate/playbook-page.ts';
import { parseAssetsFile } from '../../core/asset/assets-file.ts';
import { Rehearsal } from '../../core/playbook/rehearsal-file.ts';
import { EVERY, EVERY_FIRES, EVIDENCE } from '../core/playbook/every-construct.ts';

const ASSETS = 'tabletop/northbank/assets.yaml';
const assets = parseAssetsFile(ASSETS, readFileSync(ASSETS, 'utf8'));
if (!assets.ok) throw new Error(assets.failure.why);
const every = { document: EVERY, guide: '# Guide\n\nWhat it is.\n', fires: Rehearsal.parse(parse(EVERY_FIRES)) };
const evidence = { document: EVIDENCE, guide: '# Guide\n\nWhat it is.\n', fires: undefined };
const shelf = { volumes: [every, evidence] };
const page = await playbookPage(shelf, every, assets.value);
const shared = await playbookPage(shelf, evidence, assets.value);

const diagramOf = (text: string): string => /```mermaid\n([^]*?)```/.exec(text)?.[1] ?? '';
const diagram = diagramOf(page);
const edges = (text: string): readonly (readonly string[])[] =>
  [...text.matchAll(/^\s*(\w+) (-- (.*?) -->|-->|-\. (.*?) \.->) (\w+)$/gm)].map(([, from = '', , solid, dashed, to = '']) => [
    from,
    solid ?? dashed ?? '',
    to,
  ]);
const byHand = (text: string, number: string): string => new RegExp(`### ${number} [^]*?(?=\\n### |$)`).exec(text)?.[0] ?? '';

describe('a page of every construct', () => {
  test('numbers each step once, those of blocks below their block', () => {
    const rows = [...page.matchAll(/^\| (\d[\d.]*) \| ([\w-]+) \|/gm)].map(([, number, id]) => `${number ?? ''} ${id ?? ''}`);
    expect(rows).toEqual([
      '1 evidence',
      '1.1 copy',
      '2 must-serve',
      '3 at-once',
      '3.1 deny',
      '3.2 fallback',
      '3.3 settle',
      '3.4 watch',
      '4 choose',
      '5 stop-here',
      '6 rollback',
      '7 each',
      '7.1 refuse',
      '7.2 tell',
      '8 reject',
      '9 lesson',
    ]);
  });
  test('says who chooses, what is given up when, and what is asked whatever the tier is', () => {
    expect(page).toContain('| commander (chooses, permits nothing) |');
    expect(page).toContain('`sagemaker.rollback-endpoint`, given up after PT30M');
    expect(page).toContain('always asked: the older model scores card-not-present payments otherwise');
    expect(page).toContain('| at the same time: close, people, callers |');
    expect(page).toContain('| for each of at most 20, 2 at a time |');
  });
  test('the diagram has no edge from or to nothing', () => {
    const nodes = new Set([...diagram.matchAll(/^\s*(\w+)[[({]/gm)].map(([, name]) => name));
    const all = edges(diagram);
    expect(all.length).toBeGreaterThan(25);
    expect(all.flatMap(([from, , to]) => [from, to]).filter((name) => !nodes.has(name))).toEqual([]);
  });
  test('a fork has an edge for each branch, and every branch comes to the join', () => {
    const all = edges(diagram);
    expect(all.filter(([from]) => from === 's3').map(([, name]) => name)).toEqual(['close', 'people', 'callers']);
    expect(all.filter(([, name, to]) => to === 'j3' && name === '').map(([from]) => from)).toEqual(['s3_1', 's3_2', 's3_4']);
    expect(all).toContainEqual(['j3', '', 's4']);
    // A branch that fails ends; the others do not.
    expect(all).toContainEqual(['s3_1', 'fails', 'j3']);
  });
  test('a question has an edge for each answer, and one for none', () => {
    expect(edges(diagram).filter(([from]) => from === 's4')).toEqual([
      ['s4', 'rollback', 'w5'],
      ['s4', 'keep-contained', 'w5'],
      ['s4', 'hand-over', 'w5'],
      ['s4', 'no answer in PT20M, so keep-contained', 'w5'],
      ['s4', 'fails', 'halt'],
    ]);
  });
  test('a loop comes back, and goes on when there is no item left; what ends a run on purpose goes nowhere else', () => {
    const all = edges(diagram);
    expect(all).toContainEqual(['s7', 'next item', 'w7_1']);
    expect(all).toContainEqual(['s7_2', '', 's7']);
    expect(all).toContainEqual(['s7', 'no more', 'w8']);
    expect(all).toContainEqual(['s5', '', 'ended']);
    expect(all).toContainEqual(['w5', 'false', 'w6']);
  });
  test('by hand: the commands of a step inside a branch and inside a loop, with placeholders', () => {
    expect(byHand(page, '3\\.1')).toContain('Part of `close`.');
    expect(byHand(page, '3\\.1')).toContain("aws sagemaker add-tags --resource-arn '<endpoint-arn>'");
    expect(byHand(page, '7\\.1')).toContain('aws iam ');
    const commands = [...page.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, text]) => text).join('');
    expect(commands.match(/fraud|batch|checkout|nb-|northbank|\d{12}|eu-west-1/g)).toBeNull();
    expect(byHand(page, '7')).toContain('For each item of `${{ has(asset.callers) ? asset.callers : [] }}`, at most 20');
  });
  test('by hand: people, time and the end', () => {
    expect(byHand(page, '4')).toContain('Ask the commander: ${{ finding.target.name }} is closed.');
    expect(byHand(page, '4')).toContain('Without an answer in PT20M: `keep-contained`.');
    expect(byHand(page, '3\\.3')).toContain('Wait PT2M: callers of');
    expect(byHand(page, '5')).toContain('Stop here: The commander takes');
  });
  test('needs name everybody who is asked', () => {
    expect(/^People with these roles: .*$/m.exec(page)?.[0]).toMatch(/`commander`.*`owner`.*`responder`.*`security`/);
  });
  test('a shared playbook says what it hands back', () => {
    expect(shared).toContain('It hands back:\n\n- `bundle`: `${{ steps.copy.output.bundle }}`');
  });
});
