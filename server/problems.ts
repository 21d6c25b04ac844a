import { ElementsClusteringError, type ErrorCode, type ErrorDetails } from '../src/core/errors.ts';

/** Every code that a problem can carry: those of the library and those of the service. Stable: clients may branch on them. */
export type ProblemCode =
  | ErrorCode
  | 'MALFORMED_REQUEST'
  | 'MALFORMED_JSON'
  | 'INVALID_QUERY'
  | 'BODY_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'TOO_BUSY'
  | 'SHUTTING_DOWN'
  | 'LOG_UNAVAILABLE'
  | 'FIT_FAILED'
  | 'UPDATE_FAILED'
  | 'EVALUATION_FAILED'
  | 'INTERNAL';

/** An error as RFC 9457 describes it (`application/problem+json`), with the code and, where they are known, the place and the values. */
export interface Problem extends ErrorDetails {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
}

const STATUS: Record<ProblemCode, number> = {
  MALFORMED_REQUEST: 400,
  MALFORMED_JSON: 400,
  INVALID_QUERY: 422,
  INVALID_INPUT: 422,
  INVALID_OPTION: 422,
  INVALID_NAME: 422,
  MODEL_NOT_FOUND: 404,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  BODY_TOO_LARGE: 413,
  TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  TOO_BUSY: 429,
  ABORTED: 499, // the client is gone: nobody reads this answer
  SHUTTING_DOWN: 503,
  LOG_UNAVAILABLE: 503,
  FIT_FAILED: 500,
  UPDATE_FAILED: 500,
  EVALUATION_FAILED: 500,
  NOT_FITTED: 500,
  CORRUPT_MODEL: 500,
  ENGINE_UNAVAILABLE: 500,
  WORKER_FAILED: 500,
  STORE_FAILED: 500,
  INTERNAL: 500,
};

const TITLES = new Map([
  [400, 'Bad Request'],
  [404, 'Not Found'],
  [405, 'Method Not Allowed'],
  [413, 'Content Too Large'],
  [415, 'Unsupported Media Type'],
  [422, 'Unprocessable Content'],
  [429, 'Too Many Requests'],
  [499, 'Client Closed Request'],
  [500, 'Internal Server Error'],
  [503, 'Service Unavailable'],
]);

export const PROBLEM_TYPE = 'application/problem+json';

/** Seconds after which a client that was turned away may ask again. */
const RETRY_AFTER = '5';

/** A problem thrown on purpose by the service. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.problem = problem;
  }
}

/** The problem of a code; its status and title follow from the code. */
export function problem(code: ProblemCode, detail: string, { row, field, expected, received }: ErrorDetails = {}): Problem {
  const status = STATUS[code];
  return { type: 'about:blank', title: TITLES.get(status) as string, status, detail, code, row, field, expected, received };
}

/** The problem that an error is to a client. What a failure of the service itself says stays inside: it may name files. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const code = error instanceof ElementsClusteringError ? error.code : 'INTERNAL';
  if (STATUS[code] >= 500) return problem(code, 'the service failed: the reason is in its log');
  const { message, details } = error as ElementsClusteringError;
  return problem(code, message, details);
}

/** The answer that carries a problem. */
export function problemResponse(problem: Problem, headers: Record<string, string> = {}): Response {
  const all = new Headers({ ...headers, 'Content-Type': PROBLEM_TYPE });
  if (problem.status === 429 || problem.status === 503) all.set('Retry-After', RETRY_AFTER);
  return new Response(JSON.stringify(problem), { status: problem.status, headers: all });
}
