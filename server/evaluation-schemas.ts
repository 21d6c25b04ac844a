/** The shapes of `/evaluate`, as the OpenAPI document shows them. */
import { z } from '@hono/zod-openapi';
import { ElementRecord, ModelName, Rows, Version, Weights } from './schemas.ts';

const Label = z.union([z.string(), z.number()]);
const score = (description: string) => z.number().nullable().meta({ description });

export const EvaluateRequest = z.union([
  z.strictObject({
    data: Rows,
    model: ModelName.optional(),
    version: Version.optional(),
    truth: z.array(Label).optional().meta({ description: 'The true group of each row, to compare with.' }),
    weights: Weights.optional(),
    reference: z
      .array(ElementRecord)
      .optional()
      .meta({ description: 'Records that the space of `quality` is learned from (default: those of `data`).' }),
    options: z
      .strictObject({
        contingency: z.boolean().meta({ description: 'Answer the table of true groups and clusters too; needs a truth.' }),
        perRecord: z.boolean().meta({ description: 'Answer the scores of each row too.' }),
        sampleSize: z.int().min(1).meta({ description: 'Distinct rows that a euclidean silhouette is taken over at most.', default: 4096 }),
        seed: z.int().min(0).meta({ description: 'Seed of the draw where there are more.', default: 0 }),
      })
      .partial()
      .optional(),
  }),
  Rows,
]);

const ClusterScores = z
  .strictObject({
    label: z.int(),
    size: z.int(),
    weight: z.number(),
    silhouette: score('Mean silhouette of its rows, -1 to 1; null where none was scored.'),
    inertia: z.number(),
    meanDistance: score('Mean distance of its rows to its centroid; null where it has none.'),
    radius: score('Largest such distance; null where it has no rows.'),
    nearest: z
      .strictObject({ label: z.int(), distance: z.number() })
      .nullable()
      .meta({ description: 'The cluster of the nearest other centroid.' }),
  })
  .openapi('ClusterScores');

const ExternalScores = z
  .strictObject({
    adjustedRand: z.number(),
    adjustedMutualInformation: z.number(),
    normalizedMutualInformation: z.number(),
    homogeneity: z.number(),
    completeness: z.number(),
    vMeasure: z.number(),
    purity: z.number(),
  })
  .openapi('ExternalScores');

const Quality = z
  .strictObject({
    score: z.number().meta({ description: 'Q, -1 to 1: the mean of the two below.' }),
    allRecords: z.number(),
    distinctRecords: z.number(),
    scored: z.int(),
    layout: z.string(),
    metric: z.enum(['euclidean', 'cosine']),
  })
  .openapi('Quality');

export const EvaluateResponse = z
  .strictObject({
    model: z.string(),
    version: Version,
    rows: z.int(),
    unknown: z.int().meta({ description: 'Rows labelled -1.' }),
    clusters: z.int().meta({ description: 'Clusters that rows of some weight fell into.' }),
    inertia: z.number(),
    silhouette: score('Mean silhouette, -1 to 1; null where all rows are in one cluster.'),
    silhouetteRows: z.int().meta({ description: 'Distinct rows the silhouette was taken over.' }),
    daviesBouldin: score('Davies-Bouldin index; null for fewer than two clusters, and where each row is one of its own.'),
    calinskiHarabasz: score('Calinski-Harabasz score; null as above.'),
    perCluster: z.array(ClusterScores).readonly().meta({ description: 'In the order of the labels.' }),
    perRecord: z
      .array(z.strictObject({ label: z.int(), distance: z.number().nullable(), silhouette: z.number().nullable() }))
      .readonly()
      .optional()
      .meta({ description: 'One a row, where asked for.' }),
    quality: Quality.optional().meta({ description: 'For records: the score to compare models by where there is no truth.' }),
    external: ExternalScores.optional().meta({ description: 'Agreement with the truth, where one was given.' }),
    contingency: z
      .strictObject({
        classes: z.array(Label).readonly(),
        clusters: z.array(Label).readonly(),
        counts: z.array(z.array(z.int()).readonly()).readonly(),
      })
      .optional()
      .meta({ description: 'Rows of class `classes[i]` in cluster `clusters[j]` at `counts[i][j]`, where asked for.' }),
  })
  .openapi('EvaluateResponse');
