import { createRoute, z } from '@hono/zod-openapi';
import { EvaluateRequest, EvaluateResponse } from './evaluation-schemas.ts';
import { DEFAULT_MODEL } from './model-key.ts';
import { RequestQuery, wholeNumber } from './request-log/query.ts';
import { RequestPage } from './request-log/schemas.ts';
import {
  ElementRecord,
  FitRequest,
  FitResponse,
  Health,
  ModelList,
  PredictOneResponse,
  PredictRequest,
  PredictResponse,
  ProblemDetails,
  SimilarResponse,
} from './schemas.ts';
import { UpdateRequest, UpdateResponse } from './update-schemas.ts';

/** What every route answers where it cannot do what is asked. */
export const problem = {
  description: 'A problem (RFC 9457) with a stable code and, where they are known, row, field, expected and received.',
  content: { 'application/problem+json': { schema: ProblemDetails } },
};

const EXAMPLE_ROWS = [
  { type: 'a', class: 'menu-link', href: '/radio/jazz' },
  { type: 'a', class: 'menu-link', href: '/radio/rock' },
  { type: 'button', class: 'btn', 'aria-label': 'play' },
];

export const healthRoute = createRoute({
  method: 'get',
  path: '/health',
  operationId: 'health',
  tags: ['service'],
  summary: 'Whether the service answers and its log of requests can be written',
  responses: { 200: answer('It does, and it can.', Health), default: problem },
});

export const modelsRoute = createRoute({
  method: 'get',
  path: '/models',
  operationId: 'listModels',
  tags: ['models'],
  summary: 'All models and their versions',
  responses: { 200: answer('By name; versions rise.', ModelList), default: problem },
});

export const fitRoute = createRoute({
  method: 'post',
  path: '/fit',
  operationId: 'fit',
  tags: ['models'],
  summary: 'Fit a model and save it as the next version',
  request: { body: body(FitRequest, { data: EXAMPLE_ROWS, options: { k: 2 }, model: DEFAULT_MODEL }) },
  responses: { 200: answer('The model is saved and served from now on.', FitResponse), default: problem },
});

export const updateRoute = createRoute({
  method: 'post',
  path: '/update',
  operationId: 'update',
  tags: ['models'],
  summary: 'Teach a model more rows and save it as the next version; labels stay, new clusters get new ones',
  request: { body: body(UpdateRequest, { data: EXAMPLE_ROWS, model: DEFAULT_MODEL }) },
  responses: { 200: answer('The model is saved and served from now on.', UpdateResponse), default: problem },
});

export const predictRoute = createRoute({
  method: 'post',
  path: '/predict',
  operationId: 'predict',
  tags: ['models'],
  summary: 'The clusters of one record or of many rows',
  request: { body: body(PredictRequest, { data: EXAMPLE_ROWS, model: DEFAULT_MODEL }) },
  responses: { 200: answer('One label a row.', PredictResponse), default: problem },
});

const EXAMPLE_DIAMOND = { carat: 1, cut: 'Ideal', color: 'E', clarity: 'SI1', depth: 61.5, table: 56, x: 6.43, y: 6.4, z: 3.95 };

/** Of routes below a model's name. */
export const NAMED = z.object({ name: z.string().openapi({ description: 'Name of the model or pipeline.', example: 'diamonds' }) });
const version = wholeNumber(1, Number.MAX_SAFE_INTEGER).optional();

export const predictOneRoute = createRoute({
  method: 'post',
  path: '/models/{name}/predict',
  operationId: 'predictOne',
  tags: ['models'],
  summary: "What a pipeline's champion, or else a clustering, says of one record",
  request: { params: NAMED, query: z.object({ version }), body: body(ElementRecord, EXAMPLE_DIAMOND) },
  responses: { 200: answer('The predicted value.', PredictOneResponse), default: problem },
});

export const similarRoute = createRoute({
  method: 'post',
  path: '/models/{name}/similar',
  operationId: 'similar',
  tags: ['models'],
  summary: "Training records of a pipeline's champion that match a record exactly in some fields and are nearest in others",
  request: {
    params: NAMED,
    query: z.object({ count: wholeNumber(1, 1000).optional(), version }),
    body: body(ElementRecord, EXAMPLE_DIAMOND),
  },
  responses: { 200: answer('Of records that are as near, the earlier rows come first.', SimilarResponse), default: problem },
});

export const evaluateRoute = createRoute({
  method: 'post',
  path: '/evaluate',
  operationId: 'evaluate',
  tags: ['models'],
  summary: 'How good the clusters of a model are on these rows; changes nothing',
  request: { body: body(EvaluateRequest, { data: EXAMPLE_ROWS, truth: ['link', 'link', 'button'], model: DEFAULT_MODEL }) },
  responses: { 200: answer('Scores of all rows and of each cluster.', EvaluateResponse), default: problem },
});

export const requestsRoute = createRoute({
  method: 'get',
  path: '/requests',
  operationId: 'listRequests',
  tags: ['service'],
  summary: 'The requests that were answered, newest first',
  request: { query: RequestQuery },
  responses: { 200: answer('One page of those that fulfil all filters.', RequestPage), default: problem },
});

export function answer<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } };
}

/**
 * A body that is described here and checked elsewhere: given the zod schema itself, the route would check every row of it.
 * @param example that the service takes as it is
 */
export function body(schema: z.ZodType, example: object) {
  const { $schema: _, ...plain } = z.toJSONSchema(schema);
  return { required: true, content: { 'application/json': { schema: plain as object, example } } };
}
