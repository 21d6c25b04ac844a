import { createRoute, z } from '@hono/zod-openapi';
import { FitRequest, FitResponse, Health, ModelList, PredictRequest, PredictResponse, ProblemDetails } from './schemas.ts';

const problem = {
  description: 'A problem (RFC 9457) with a stable code and, where they are known, row, field, expected and received.',
  content: { 'application/problem+json': { schema: ProblemDetails } },
};

export const healthRoute = createRoute({
  method: 'get',
  path: '/health',
  summary: 'Whether the service answers',
  responses: { 200: answer('It does.', Health) },
});

export const modelsRoute = createRoute({
  method: 'get',
  path: '/models',
  summary: 'All models and their versions',
  responses: { 200: answer('By name; versions rise.', ModelList), default: problem },
});

export const fitRoute = createRoute({
  method: 'post',
  path: '/fit',
  summary: 'Fit a model and save it as the next version',
  request: { body: body(FitRequest) },
  responses: { 200: answer('The model is saved and served from now on.', FitResponse), default: problem },
});

export const predictRoute = createRoute({
  method: 'post',
  path: '/predict',
  summary: 'The clusters of one record or of many rows',
  request: { body: body(PredictRequest) },
  responses: { 200: answer('One label a row.', PredictResponse), default: problem },
});

function answer<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } };
}

/** A body that is described here and checked elsewhere: given the zod schema itself, the route would check every row of it. */
function body(schema: z.ZodType) {
  const { $schema: _, ...plain } = z.toJSONSchema(schema);
  return { required: true, content: { 'application/json': { schema: plain as object } } };
}
