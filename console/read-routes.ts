import { Hono } from 'hono';
import type { Env } from './identity.ts';
import { numberIn } from './number.ts';
import { hasChannel, mayActAs, type Desk } from './place.ts';
import { missing } from './problem.ts';

/** Everything that can be looked at. Nothing here changes anything. */
export const readRoutes = ({ backend, place, you }: Desk): Hono<Env> =>
  new Hono<Env>()
    .get('/session', (c) =>
      c.json({
        you: c.get('actor').id,
        home: you,
        place,
        mayActAs: mayActAs(place),
        verbs: backend.verbs,
        channel: hasChannel({ backend, place }),
      }),
    )
    .get('/overview', async (c) => c.json(await backend.overview(c.get('actor').id)))
    .get('/incidents', async (c) => c.json({ incidents: (await backend.overview(c.get('actor').id)).incidents }))
    .get('/incidents/:number', async (c) => {
      const number = numberIn(c.req.param('number'), 'INC');
      const card = number === undefined ? undefined : await backend.incident(number);
      return card === undefined ? missing(c, `incident ${c.req.param('number')}`, 'GET /incidents') : c.json(card);
    })
    .get('/incidents/:number/events', async (c) => {
      const number = numberIn(c.req.param('number'), 'INC');
      const events = number === undefined ? undefined : await backend.events(number);
      return events === undefined ? missing(c, `incident ${c.req.param('number')}`, 'GET /incidents') : c.json({ events });
    })
    .get('/approvals', async (c) => {
      const { incidents } = await backend.overview(c.get('actor').id);
      return c.json({ approvals: incidents.flatMap((incident) => incident.waiting) });
    })
    .get('/approvals/:number', async (c) => {
      const number = numberIn(c.req.param('number'), 'A');
      const card = number === undefined ? undefined : await backend.approval(number);
      return card === undefined ? missing(c, `approval ${c.req.param('number')}`, 'GET /approvals') : c.json(card);
    });
