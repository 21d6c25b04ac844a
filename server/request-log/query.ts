import { z } from '@hono/zod-openapi';
import { show } from '../../src/core/errors.ts';
import { type Problem, problem } from '../problems.ts';
import type { RequestFilter } from './entry.ts';
import { CLIENT_REQUEST_ID } from './request-id.ts';

/** Most requests of one page. */
const LARGEST_PAGE = 100;

const Time = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], 'a date or a date with time and zone, in ISO 8601')
  .transform((text) => Date.parse(text));
const Id = z.uuid('an id as X-Request-Id gives it').toLowerCase();

/** What `GET /requests` understands. Each message says what was expected. */
export const RequestQuery = z
  .strictObject({
    id: Id.openapi({ description: 'The X-Request-Id of the answer.' }),
    clientRequestId: text(CLIENT_REQUEST_ID, '1 to 128 characters A-Z a-z 0-9 . _ : / + = -').openapi({
      description: 'The X-Request-Id that the client sent.',
    }),
    from: Time.openapi({ type: 'string', description: 'Arrived at this time or later, in ISO 8601: 2026-11-23 or 2026-11-23T08:00:00Z.' }),
    to: Time.openapi({ type: 'string', description: 'Arrived before this time.' }),
    route: text(/^\/[!-~]*$/, 'a path').openapi({ description: 'The route as this document names it, such as /predict.' }),
    model: text(/^[\w.-]{1,100}$/, 'the name of a model'),
    version: wholeNumber(1, Number.MAX_SAFE_INTEGER),
    status: text(/^[1-5](?:\d\d|xx)$/, 'a status such as 404, or a class of them such as 4xx').openapi({
      description: 'The status of the answer, or a class of them such as 4xx.',
    }),
    limit: wholeNumber(1, LARGEST_PAGE, 20),
    cursor: Id.openapi({ description: 'nextCursor of the page before.' }),
    bodies: z.enum(['true', 'false'], 'true or false').openapi({ description: 'Whether the bodies come along.', default: 'true' }),
  })
  .partial();

/** The filter of a query. */
export function toFilter({ bodies = 'true', limit = 20, cursor, status, ...rest }: z.output<typeof RequestQuery>): RequestFilter {
  return { ...rest, status: status === undefined ? undefined : statusRange(status), before: cursor, limit, bodies: bodies === 'true' };
}

/** What is wrong with a query that is no {@link RequestQuery}. */
export function queryProblem(error: z.ZodError, query: Readonly<Record<string, string[]>>): Problem {
  const [issue] = error.issues;
  if (issue.code === 'unrecognized_keys') {
    const [field] = issue.keys;
    const expected = `one of ${Object.keys(RequestQuery.shape).join(', ')}`;
    return problem('INVALID_QUERY', `there is no filter ${field}: expected ${expected}`, { field, expected, received: show(field) });
  }
  const field = String(issue.path[0]);
  const values = query[field];
  const received = show(values.length === 1 ? values[0] : values);
  const expected = issue.message;
  return problem('INVALID_QUERY', `invalid ${field}: expected ${expected}, received ${received}`, { field, expected, received });
}

/** A parameter that is there once and fits. */
function text(pattern: RegExp, expected: string) {
  return z.string(expected).regex(pattern, expected);
}

function statusRange(status: string): [number, number] {
  return [Number(status.replace('xx', '00')), Number(status.replace('xx', '99'))];
}

/** A whole number in a query. */
export function wholeNumber(least: number, most: number, byDefault?: number) {
  const expected = `a whole number from ${least} to ${most}`;
  return text(/^[1-9]\d{0,15}$/, expected)
    .transform(Number)
    .refine((value) => value >= least && value <= most, expected)
    .openapi({ type: 'integer', minimum: least, maximum: most, default: byDefault });
}
