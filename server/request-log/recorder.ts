import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { ServiceEnv } from '../context.ts';
import { PROBLEM_TYPE, problemResponse, toProblem } from '../problems.ts';
import type { RecordedBody, RequestEntry } from './entry.ts';
import { clientRequestId } from './request-id.ts';
import type { RequestLog } from './request-log.ts';

const NO_BODY: RecordedBody = { bytes: 0, kept: null, truncated: false };
/** Longest text kept of a header or a path. */
const LONGEST = 2048;

/**
 * Records every request that reaches it, with its answer, before the answer is given: an answer that cannot be recorded becomes a
 * `LOG_UNAVAILABLE` problem.
 * @param limit bytes kept of a body
 */
export function recordRequests(log: RequestLog, limit: number): MiddlewareHandler<ServiceEnv> {
  return async (c, next) => {
    const arrived = performance.now();
    await next();
    const text = await c.res.text();
    replaceResponse(c, new Response(text, c.res));
    const durationMicros = Math.round((performance.now() - arrived) * 1000);
    const request = await readRequestBody(c, limit);
    const entry = entryOf(c, { durationMicros, request, text, limit });
    try {
      await log.append(entry);
    } catch (error) {
      replaceResponse(c, problemResponse(toProblem(error)));
    }
  };
}

interface Observed {
  readonly durationMicros: number;
  readonly request: RecordedBody;
  readonly text: string;
  readonly limit: number;
}

function entryOf(c: Context<ServiceEnv>, { durationMicros, request, text, limit }: Observed): RequestEntry {
  const header = (name: string): string | null => c.req.header(name)?.slice(0, LONGEST) ?? null;
  const url = new URL(c.req.url);
  return {
    id: c.get('requestId'),
    clientRequestId: clientRequestId(c.req.header('X-Request-Id')),
    method: c.req.method,
    path: (url.pathname + url.search).slice(0, LONGEST),
    route: routeOf(c),
    model: c.get('model') ?? null,
    version: c.get('version') ?? null,
    status: c.res.status,
    code: c.res.headers.get('Content-Type') === PROBLEM_TYPE ? JSON.parse(text).code : null,
    durationMicros,
    contentType: header('Content-Type'),
    userAgent: header('User-Agent'),
    request,
    response: c.req.method === 'HEAD' ? NO_BODY : recordedText(text, limit),
  };
}

/** The route as the description of the API names it. */
function routeOf(c: Context<ServiceEnv>): string | null {
  const route = matchedRoutes(c).findLast(({ method }) => method !== 'ALL');
  return route?.path.replaceAll(/:(\w+)/g, '{$1}') ?? null;
}

/** What was read of the body, or can be read without waiting for more than is kept: a refused body may be endless. */
async function readRequestBody(c: Context<ServiceEnv>, limit: number): Promise<RecordedBody> {
  const declared = c.req.header('Content-Length');
  const bytes = declared === undefined ? null : Number(declared);
  if (bytes === 0 || (bytes === null && c.req.header('Transfer-Encoding') === undefined)) return NO_BODY;
  const unread = { bytes: Number.isSafeInteger(bytes) ? bytes : null, kept: null, truncated: true };
  if (!c.req.raw.bodyUsed && !(bytes !== null && bytes <= limit)) return unread;
  return c.req.arrayBuffer().then(
    (whole) => recorded(new Uint8Array(whole), limit),
    () => unread, // the client left in the middle, or the body was too long
  );
}

/** A copy of what is kept, so that the log does not hold on to the whole body. */
function recorded(whole: Uint8Array, limit: number): RecordedBody {
  return { bytes: whole.length, kept: whole.slice(0, limit), truncated: whole.length > limit };
}

function recordedText(whole: string, limit: number): RecordedBody {
  const bytes = Buffer.byteLength(whole);
  return { bytes, kept: new TextEncoder().encode(whole.slice(0, limit)).slice(0, limit), truncated: bytes > limit };
}

/** Hono merges the headers of a response into the one that follows it, unless there is none in between. */
function replaceResponse(c: Context, response: Response): void {
  c.res = undefined;
  c.res = response;
}
