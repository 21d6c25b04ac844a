/** What the routes about a pipeline's history answer, and the routes themselves. */
import { createRoute, z } from '@hono/zod-openapi';
import type { RunRecord } from '../src/pipeline.ts';
import { answer, body, NAMED, problem } from './routes.ts';
import { Run, Version } from './schemas.ts';

const Scores = z.record(z.string(), z.number().nullable()).meta({ description: 'Scores by name; null where one is not defined.' });
const Time = z.string().meta({ description: 'In ISO 8601.' });
const Metric = z.strictObject({ score: z.string(), goal: z.enum(['max', 'min']) });
const Model = z.string().meta({ description: 'The name of a candidate.', example: 'boosting' });

const RunList = z
  .strictObject({
    runs: z.array(
      z.strictObject({
        id: Run,
        startedAt: Time,
        durationMs: z.number(),
        rows: z.int().meta({ description: 'Rows that were kept.' }),
        data: z.string().meta({ description: 'SHA-256 of the records.' }),
        metric: Metric,
        models: z.array(z.strictObject({ name: Model, type: z.string(), scores: Scores.nullable(), error: z.string().optional() })),
        challenger: Model,
        promoted: z.boolean().meta({ description: 'Whether the run found its best model better than the champion.' }),
        reason: z.string(),
      }),
    ),
  })
  .openapi('RunList');

const RunDetails = z.custom<RunRecord>().openapi('RunRecord', { type: 'object', description: "The run's file in the history." });

const Comparison = z
  .strictObject({
    models: z.array(
      z.strictObject({
        run: Run,
        model: Model,
        type: z.string(),
        scores: Scores.nullable(),
        fitMs: z.number(),
        bytes: z.int(),
        data: z.string(),
        champion: z.boolean(),
        error: z.string().optional(),
      }),
    ),
  })
  .openapi('Comparison');

const Champion = z
  .strictObject({
    version: Version,
    run: Run,
    model: Model,
    at: Time,
    how: z.enum(['trained', 'promoted', 'rolled back']),
    reason: z.string(),
  })
  .openapi('Champion');

/** What `promote` takes. */
export const Promotion = z.strictObject({ run: Run, model: Model });

const tags = ['pipelines'];

export const runsRoute = createRoute({
  method: 'get',
  path: '/models/{name}/runs',
  operationId: 'listRuns',
  tags,
  summary: 'All runs of a pipeline',
  request: { params: NAMED },
  responses: { 200: answer('The oldest first.', RunList), default: problem },
});

export const runRoute = createRoute({
  method: 'get',
  path: '/models/{name}/runs/{run}',
  operationId: 'getRun',
  tags,
  summary: 'All that is kept of a run: configuration, data, every candidate and trial, the verdict',
  request: { params: NAMED.extend({ run: Run }) },
  responses: { 200: answer('With every trial of every search.', RunDetails), default: problem },
});

export const compareRoute = createRoute({
  method: 'get',
  path: '/models/{name}/compare',
  operationId: 'compareModels',
  tags,
  summary: 'All models that a pipeline ever trained, the best first, each by its scores on the held-out rows of its own run',
  request: {
    params: NAMED,
    query: z.object({ runs: z.string().optional().openapi({ description: 'Only of these runs, with commas between them.' }) }),
  },
  responses: { 200: answer('By the metric of the newest of these runs.', Comparison), default: problem },
});

export const promoteRoute = createRoute({
  method: 'post',
  path: '/models/{name}/promote',
  operationId: 'promote',
  tags,
  summary: 'Make a model the champion, whatever its scores',
  request: { params: NAMED, body: body(Promotion, { run: '20261123T181110367Z-0d1d1bd2', model: 'boosting' }) },
  responses: { 200: answer('It is served from now on.', Champion), default: problem },
});

export const rollbackRoute = createRoute({
  method: 'post',
  path: '/models/{name}/rollback',
  operationId: 'rollback',
  tags,
  summary: 'Give its place back to the champion before',
  request: { params: NAMED },
  responses: { 200: answer('It is served from now on.', Champion), default: problem },
});
