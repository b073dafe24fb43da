import { readdirSync, readFileSync } from 'node:fs';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

interface Asset {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The page's files by path, read once: a request can name one of them and nothing else. */
export const loadAssets = (folder: URL): ReadonlyMap<string, Asset> => {
  const files = readdirSync(folder).flatMap((name) => {
    const type = TYPES[name.split('.').at(-1) ?? ''];
    return type === undefined ? [] : [[`/${name}`, { type, bytes: new Uint8Array(readFileSync(new URL(name, folder))) }] as const];
  });
  const assets = new Map<string, Asset>(files);
  const index = assets.get('/index.html');
  if (index === undefined) throw new Error(`the page has no index.html in ${folder.pathname}`);
  return assets.set('/', index);
};
