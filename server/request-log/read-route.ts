import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ServiceEnv } from '../context.ts';
import { requestsRoute } from '../routes.ts';
import { toFilter } from './query.ts';
import type { RequestLog } from './request-log.ts';

/** Answers what is asked of the log. */
export function addLogRoute(app: OpenAPIHono<ServiceEnv>, log: RequestLog): void {
  app.openapi(requestsRoute, async (c) => {
    const filter = toFilter(c.req.valid('query'));
    const found = await log.find({ ...filter, limit: filter.limit + 1 }); // one more tells whether there is a next page
    const requests = found.slice(0, filter.limit);
    const nextCursor = found.length > requests.length ? requests[requests.length - 1].id : null;
    return c.json({ requests, nextCursor }, 200);
  });
}
