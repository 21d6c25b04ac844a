/** The shapes of requests and answers, as the OpenAPI document shows them. Rows are checked by the library, which names row and field. */
import { z } from '@hono/zod-openapi';
import { DEFAULT_MODEL } from './model-key.ts';

const Row = z.array(z.number());
export const ElementRecord = z.record(z.string(), z.unknown());
export const Rows = z
  .union([z.array(ElementRecord), z.array(Row)])
  .meta({ description: 'Records (JSON objects) or rows of numbers, all of one kind.' });
export const ModelName = z
  .string()
  .meta({ description: 'Up to 100 characters A-Z a-z 0-9 . _ -, the first one a letter or a digit.', default: DEFAULT_MODEL });
export const Weights = z.array(z.number().min(0)).meta({ description: 'One a row (default: 1 each): a row of weight 2 counts as two.' });
export const Version = z.int().min(1).meta({ description: 'Versions of a model count from 1.' });

const ClusteringOptions = z
  .strictObject({
    k: z.union([z.int().min(1), z.literal('auto')]),
    algorithm: z.enum(['lloyd', 'mini-batch', 'bisecting']),
    init: z.union([z.enum(['k-means++', 'random']), z.array(Row)]),
    nInit: z.int().min(1),
    maxIterations: z.int().min(1),
    tolerance: z.number().min(0),
    metric: z.enum(['euclidean', 'cosine']),
    seed: z.int().min(0),
    features: z.union([z.string(), z.looseObject({})]),
    threshold: z.number().min(0).max(2),
    maxClusters: z.int().min(2),
    criterion: z.enum(['silhouette', 'calinski-harabasz', 'davies-bouldin', 'elbow']),
    unknown: z.boolean(),
  })
  .partial()
  .meta({ description: "The library's options; each has a default." });

export const FitRequest = z.union([
  Rows,
  z.strictObject({ data: Rows, options: ClusteringOptions.optional(), weights: Weights.optional(), model: ModelName.optional() }),
]);

export const PredictRequest = z.union([
  z.strictObject({ data: z.union([Rows, ElementRecord]), model: ModelName.optional(), version: Version.optional() }),
  Rows,
  ElementRecord,
]);

export const Health = z.strictObject({ status: z.literal('healthy') }).openapi('Health');

export const FitResponse = z
  .strictObject({
    message: z.string(),
    model: z.string(),
    version: Version,
    rows: z.int(),
    clusters: z.int().meta({ description: 'Clusters that were found.' }),
    metrics: z.strictObject({
      inertia: z.number().meta({ description: 'Sum of squared distances (or 1 - cosine) of the rows to the centroids of their clusters.' }),
      silhouette: z.number().nullable().meta({ description: 'Mean silhouette, -1 to 1; null with fewer than two clusters.' }),
      silhouetteRows: z.int().meta({ description: 'Distinct rows the silhouette was taken over.' }),
    }),
    iterations: z.int(),
    engine: z.enum(['wasm', 'reference']),
    warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
    durationMs: z.number().meta({ description: 'Milliseconds that the fit took, without waiting and saving.' }),
  })
  .openapi('FitResponse');

export const PredictResponse = z
  .strictObject({
    predictions: z
      .array(z.int())
      .meta({ description: 'The cluster of each row, from 0; -1 where the model was fitted with `unknown` and no cluster is near.' }),
    model: z.string(),
    version: Version,
  })
  .openapi('PredictResponse');

export const Run = z.string().meta({ description: 'The training run that made the model.', example: '20261123T181110367Z-0d1d1bd2' });

export const PredictOneResponse = z
  .strictObject({
    prediction: z.number().meta({ description: 'The predicted value, or the cluster of the record, from 0.' }),
    model: z.string(),
    version: Version,
    type: z.string().meta({ description: 'The type of estimator.' }),
    run: Run.nullable().meta({ description: 'The training run that made it; null for a clustering of POST /fit.' }),
  })
  .openapi('PredictOneResponse');

export const SimilarResponse = z
  .strictObject({
    similar: z
      .array(z.strictObject({ row: z.int().meta({ description: "Row of the run's data, from 0." }), record: ElementRecord }))
      .meta({ description: 'The nearest first; fewer where fewer match.' }),
    model: z.string(),
    version: Version,
    run: Run,
  })
  .openapi('SimilarResponse');

export const ModelList = z
  .strictObject({ models: z.array(z.strictObject({ model: z.string(), versions: z.array(Version) })) })
  .openapi('ModelList');

export const ProblemDetails = z
  .strictObject({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ description: 'Stable: programs may branch on it.', example: 'INVALID_INPUT' }),
    row: z.int().optional(),
    field: z.string().optional(),
    expected: z.string().optional(),
    received: z.string().optional(),
  })
  .openapi('Problem');
