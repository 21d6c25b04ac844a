import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ServiceEnv } from '../context.ts';
import { requestsRoute } from '../routes.ts';
import { toFilter } from './query.ts';
import type { RequestLog } from './request-log.ts';

/** Most bytes of bodies in one page. */
const MOST_BYTES = 2 ** 25;

/**
 * Answers what is asked of the log.
 * @param bodyBytes most bytes that are kept of a body; where they are many, a page with bodies holds fewer requests than were asked for
 */
export function addLogRoute(app: OpenAPIHono<ServiceEnv>, log: RequestLog, bodyBytes: number): void {
  const mostWithBodies = Math.max(1, Math.floor(MOST_BYTES / (2 * bodyBytes)));
  app.openapi(requestsRoute, async (c) => {
    const filter = toFilter(c.req.valid('query'));
    const limit = filter.bodies ? Math.min(filter.limit, mostWithBodies) : filter.limit;
    const found = await log.find({ ...filter, limit: limit + 1 }); // one more tells whether there is a next page
    const requests = found.slice(0, limit);
    const nextCursor = found.length > requests.length ? requests[requests.length - 1].id : null;
    return c.json({ requests, nextCursor }, 200);
  });
}
