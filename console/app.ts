import { Hono } from 'hono';
import { actRoutes } from './act-routes.ts';
import { guard, securityHeaders } from './guard.ts';
import { identify, type Env } from './identity.ts';
import { openRoutes } from './open-routes.ts';
import type { Desk } from './place.ts';
import { effectOfBreaking, missing, problem } from './problem.ts';
import { readRoutes } from './read-routes.ts';
import { slackRoutes } from './slackbox/routes.ts';
import type { Streams } from './stream.ts';
import { streamRoutes } from './stream-routes.ts';

/** In order: headers on everything, the door, what needs no key, who is asking, the rest. */
export const application = (desk: Desk, page: URL, streams: Streams): Hono<Env> => {
  const app = new Hono<Env>();
  app.use(securityHeaders, guard);
  app.route('/', openRoutes(desk, page));
  app.use(identify(desk));
  app.route('/', readRoutes(desk)).route('/', actRoutes(desk)).route('/', streamRoutes(desk, streams)).route('/', slackRoutes(desk));
  app.notFound((c) => missing(c, `${c.req.method} ${c.req.path}`, 'GET /overview, /incidents, /approvals, /healthz'));
  app.onError((thrown, c) =>
    problem(c, {
      status: 500,
      code: 'bug',
      message: `Cordon failed unexpectedly: ${thrown.name}`,
      hint: 'npx cordon status',
      effect: effectOfBreaking(c),
    }),
  );
  return app;
};
