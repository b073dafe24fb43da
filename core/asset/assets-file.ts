import { LineCounter, parseDocument, isNode, type Document } from 'yaml';
import { failed, ok, type Failure, type Result } from '../failure.ts';
import { AssetsFile } from './asset.ts';

interface Fault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The deepest node on the path that exists: a missing field is reported where it should be. */
const offsetOf = (document: Document, path: readonly PropertyKey[]): number => {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
};

/** Too many aliases (a small text that unfolds into gigabytes) throw; such a file is simply no assets file. */
const valueOf = (document: Document): unknown => {
  try {
    return document.toJS();
  } catch {
    return undefined;
  }
};

/** Names that the file itself must hold: an owner nobody knows is never asked. */
const references = (file: AssetsFile): readonly Fault[] => {
  const stranger = (person: string, path: readonly PropertyKey[]): readonly Fault[] =>
    person in file.people ? [] : [{ path, message: `${person} is not one of people: ${Object.keys(file.people).join(', ')}` }];
  const ids = Object.entries(file.people).flatMap(([id, { slack }]) => (slack === undefined ? [] : [{ id, slack }]));
  const doubled = ids.filter(({ slack }, index) => ids.findIndex((other) => other.slack === slack) !== index);
  const twice = doubled.map(({ id }) => ({ path: ['people', id, 'slack'], message: 'somebody else has this Slack user id already' }));
  const accounts = file.members.map(({ account }) => account);
  const stores = file.assets.flatMap(({ switches }) => switches.map(({ store }) => store));
  const wrong = file.assets.flatMap((asset, index) => [
    ...stranger(asset.owner, ['assets', index, 'owner']),
    ...asset.deputies.flatMap((deputy, place) => stranger(deputy, ['assets', index, 'deputies', place])),
    // One parameter, one owner: otherwise nobody could say to whose tier flipping it answers.
    ...asset.switches.flatMap(({ store }, place) =>
      stores.filter((other) => other === store).length === 1
        ? []
        : [{ path: ['assets', index, 'switches', place, 'store'], message: `${store} is the store of two switches` }],
    ),
    ...(accounts.some((account) => asset.arn.includes(`:${account}:`)) || asset.arn.startsWith('arn:aws:s3:::')
      ? []
      : [{ path: ['assets', index, 'arn'], message: `its account is not one of members: ${accounts.join(', ')}` }]),
    ...(file.assets.findIndex(({ arn }) => arn === asset.arn) === index
      ? []
      : [{ path: ['assets', index, 'arn'], message: 'it is described twice' }]),
  ]);
  return [...twice, ...wrong];
};

/** Reads assets.yaml. Every fault names the file, line and column, so that an editor can jump there. */
export const parseAssetsFile = (name: string, text: string): Result<AssetsFile, Failure<'invalid-assets'>> => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true, uniqueKeys: true });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const refuse = (faults: readonly string[]) =>
    failed({
      kind: 'invalid-assets' as const,
      retryable: false,
      effect: 'no-change' as const,
      what: `${name} cannot be used`,
      why: faults.slice(0, 20).join('\n'),
      next: 'npx cordon inventory list',
    });
  if (document.errors.length > 0) return refuse(document.errors.map((error) => `${at(error.pos[0])} ${error.message}`));
  const parsed = AssetsFile.safeParse(valueOf(document));
  const faults: readonly Fault[] = parsed.success ? references(parsed.data) : parsed.error.issues;
  const told = faults.map(({ path, message }) => `${at(offsetOf(document, path))} ${path.map(String).join('.')}: ${message}`);
  return parsed.success && told.length === 0 ? ok(parsed.data) : refuse(told);
};
