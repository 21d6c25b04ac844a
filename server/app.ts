import { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { parseJson, readPredictRequest } from './body.ts';
import type { Log } from './log.ts';
import { ProblemError, problem, problemResponse, toProblem } from './problems.ts';
import type { ModelRegistry } from './registry.ts';
import { fitRoute, healthRoute, modelsRoute, predictRoute } from './routes.ts';
import type { Trainer } from './trainer.ts';

export interface AppDeps {
  readonly registry: ModelRegistry;
  readonly trainer: Trainer;
  /** Longest body that is read, in bytes. */
  readonly maxBodyBytes: number;
  /** Told of fits and of failures of the service; default: nobody is. */
  readonly log?: Log;
}

const JSON_TYPE = /^(?:application|text)\/(?:[\w.+-]+\+)?json\b/i;
/** What clients send that do not say what they send: `curl -d`, `fetch` with a string, most languages' plain HTTP. */
const UNSAID_TYPE = /^(?:$|text\/plain\b|application\/x-www-form-urlencoded\b|application\/octet-stream\b)/i;

/** The service as a fetch handler; listening is left to the caller. Every error it answers is a problem (RFC 9457). */
export function createApp({ registry, trainer, maxBodyBytes, log = () => undefined }: AppDeps): OpenAPIHono {
  const app = new OpenAPIHono();

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
  app.on('POST', ['/fit', '/predict'], checkMediaType, bodyLimit({ maxSize: maxBodyBytes, onError: tooLarge }));

  app.openapi(healthRoute, (c) => c.json({ status: 'healthy' as const }, 200));

  app.openapi(modelsRoute, async (c) => c.json({ models: await registry.list() }, 200));

  app.openapi(fitRoute, async (c) => {
    const onStart = (job: object): void => log('info', 'fit started', job);
    const { bytes, model, ...summary } = await trainer.train(await c.req.arrayBuffer(), { signal: c.req.raw.signal, onStart });
    const version = await registry.save(model, bytes);
    log('info', 'model saved', { model, version });
    const message = 'Model trained and saved successfully.';
    return c.json({ message, model, version, ...summary, warnings: [...summary.warnings] }, 200);
  });

  app.openapi(predictRoute, async (c) => {
    const { data, model, version } = readPredictRequest(parseJson(await c.req.arrayBuffer()));
    const served = await registry.get(model, version);
    const labels = await served.clustering.predict(data);
    return c.json({ predictions: [...labels], model, version: served.version }, 200);
  });

  app.notFound((c) => problemResponse(problem('NOT_FOUND', `there is nothing at ${c.req.path}`)));
  app.onError((error, c) => {
    // A client that left in the middle of its body is no failure of the service.
    const found = c.req.raw.signal.aborted ? problem('ABORTED', 'the client is gone') : toProblem(error);
    if (found.status === 500) log('error', error.message, { code: found.code, path: c.req.path, error: causes(error) });
    return problemResponse(found);
  });
  return app;
}

/**
 * Lets through JSON and, from programs, what is most likely JSON. A web page (it sends `Origin`) must say that it sends JSON: browsers let a
 * page of another site do that only where the service allows it, so no site can reach a service on its visitor's machine.
 */
const checkMediaType: MiddlewareHandler = async (c, next) => {
  const type = c.req.header('Content-Type') ?? '';
  const fromPage = c.req.header('Origin') !== undefined;
  if (!JSON_TYPE.test(type) && (fromPage || !UNSAID_TYPE.test(type))) {
    const facts = { expected: 'application/json', received: type };
    throw new ProblemError(problem('UNSUPPORTED_MEDIA_TYPE', 'the body must be application/json', facts));
  }
  await next();
};

/** An error and its causes as text, for the log. */
function causes(error: unknown): string[] {
  const found: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) found.push(cause.stack ?? cause.message);
  return found;
}
