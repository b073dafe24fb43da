import { Hono } from 'hono';
import type { Env } from './identity.ts';
import { loadAssets } from './assets.ts';
import { health } from './health.ts';
import type { Desk } from './place.ts';

/** What needs no key: the page's files, which hold no data, and whether the server is ready. */
export const openRoutes = ({ backend }: Desk, page: URL): Hono<Env> => {
  const assets = loadAssets(page);
  return new Hono<Env>()
    .get('/healthz', (c) => health(c, backend))
    .get('*', async (c, next) => {
      const asset = assets.get(c.req.path);
      return asset === undefined ? next() : c.body(asset.bytes, 200, { 'content-type': asset.type });
    });
};
