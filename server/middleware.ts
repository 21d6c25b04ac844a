import type { MiddlewareHandler } from 'hono';
import type { ServiceEnv } from './context.ts';
import { ProblemError, problem } from './problems.ts';
import { newRequestId } from './request-log/request-id.ts';

const JSON_TYPE = /^(?:application|text)\/(?:[\w.+-]+\+)?json\b/i;
/** What clients send that do not say what they send: `curl -d`, `fetch` with a string, most languages' plain HTTP. */
const UNSAID_TYPE = /^(?:$|text\/plain\b|application\/x-www-form-urlencoded\b|application\/octet-stream\b)/i;

/** Gives every request an id of its own, which its answer carries as `X-Request-Id`, and keeps browsers from guessing types. */
export const identify: MiddlewareHandler<ServiceEnv> = async (c, next) => {
  const id = newRequestId(Date.now());
  c.set('requestId', id);
  await next();
  c.res.headers.set('X-Request-Id', id);
  c.res.headers.set('X-Content-Type-Options', 'nosniff');
};

/**
 * Lets through JSON and, from programs, what is most likely JSON. A web page (it sends `Origin`) must say that it sends JSON: browsers let a
 * page of another site do that only where the service allows it, so no site can reach a service on its visitor's machine.
 */
export const checkMediaType: MiddlewareHandler = async (c, next) => {
  const type = c.req.header('Content-Type') ?? '';
  const fromPage = c.req.header('Origin') !== undefined;
  if (!JSON_TYPE.test(type) && (fromPage || !UNSAID_TYPE.test(type))) {
    const facts = { expected: 'application/json', received: type };
    throw new ProblemError(problem('UNSUPPORTED_MEDIA_TYPE', 'the body must be application/json', facts));
  }
  await next();
};
