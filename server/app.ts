import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { VERSION } from '../src/core/version.ts';
import type { Champions } from './champions.ts';
import type { ServiceEnv } from './context.ts';
import { createDocs, DESCRIPTION_PATH } from './docs.ts';
import { addHistoryRoutes, CHAMPION_ROUTES } from './history-routes.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Log } from './log.ts';
import { checkMediaType, identify } from './middleware.ts';
import { addModelRoutes, BODY_ROUTES, CHANGING_ROUTES } from './model-routes.ts';
import { addNamedRoutes, RECORD_ROUTES } from './named-routes.ts';
import { problem, problemResponse, toProblem } from './problems.ts';
import type { ModelRegistry } from './registry.ts';
import { queryProblem } from './request-log/query.ts';
import { addLogRoute } from './request-log/read-route.ts';
import { recordRequests } from './request-log/recorder.ts';
import type { RequestLog } from './request-log/request-log.ts';
import { healthRoute } from './routes.ts';

export interface AppDeps {
  readonly registry: ModelRegistry;
  readonly jobs: Jobs;
  readonly champions: Champions;
  /** Longest body that is read, in bytes. */
  readonly maxBodyBytes: number;
  /** Keeps every request with its answer, for `/requests` to show; default: nothing is kept, and there is no such route. */
  readonly requestLog?: RequestLog;
  /** Bytes that are kept of a body (default 65,536). */
  readonly logBodyBytes?: number;
  /** Told of fits and of failures of the service; default: nobody is. */
  readonly log?: Log;
}

const INFO = {
  title: 'elements-clustering',
  version: VERSION,
  description:
    'Finds the groups in records and rows of numbers, and keeps them as models that answer for new data; serves the champions of training pipelines. Every answer carries X-Request-Id.',
};

/** The service as a fetch handler; listening is left to the caller. Every error it answers is a problem (RFC 9457). */
export function createApp(deps: AppDeps): OpenAPIHono<ServiceEnv> {
  const { registry, jobs, champions, maxBodyBytes, requestLog, logBodyBytes = 2 ** 16, log = () => undefined } = deps;
  const app = new OpenAPIHono<ServiceEnv>({
    defaultHook: (result, c) => (result.success ? undefined : problemResponse(queryProblem(result.error, c.req.queries()))),
  });

  app.use(identify);
  app.route('/', createDocs()); // before the recorder: the page and its parts are not recorded
  if (requestLog) {
    app.use(recordRequests(requestLog, logBodyBytes));
    app.on('POST', [...CHANGING_ROUTES, ...CHAMPION_ROUTES], (_, next) => requestLog.check().then(next)); // nothing changes that could not be recorded
  }
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const allow = methods.join(', ');
        return problemResponse(problem('METHOD_NOT_ALLOWED', `${c.req.path} takes ${allow}`, { received: c.req.method }), { Allow: allow });
      },
    }),
  );
  const tooLarge = () => problemResponse(problem('BODY_TOO_LARGE', `the body is longer than ${maxBodyBytes} bytes`));
  app.on(
    'POST',
    [...BODY_ROUTES, ...RECORD_ROUTES, ...CHAMPION_ROUTES],
    checkMediaType,
    bodyLimit({ maxSize: maxBodyBytes, onError: tooLarge }),
  );

  app.openapi(healthRoute, (c) => c.json({ status: 'healthy' as const }, 200));
  addModelRoutes(app, { registry, jobs, champions, log });
  addNamedRoutes(app, { registry, champions });
  addHistoryRoutes(app, champions);
  if (requestLog) addLogRoute(app, requestLog, logBodyBytes);
  app.doc31(DESCRIPTION_PATH, { openapi: '3.1.0', info: INFO });

  app.notFound((c) => problemResponse(problem('NOT_FOUND', `there is nothing at ${c.req.path}`)));
  app.onError((error, c) => {
    // A client that left in the middle of its body is no failure of the service.
    const found = c.req.raw.signal.aborted ? problem('ABORTED', 'the client is gone') : toProblem(error);
    if (found.status === 500) {
      log('error', error.message, { requestId: c.get('requestId'), code: found.code, path: c.req.path, error: causes(error) });
    }
    return problemResponse(found);
  });
  return app;
}

/** An error and its causes as text, for the log. */
function causes(error: unknown): string[] {
  const found: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) found.push(cause.stack ?? cause.message);
  return found;
}
