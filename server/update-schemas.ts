/** The shapes of `/update`, as the OpenAPI document shows them. */
import { z } from '@hono/zod-openapi';
import { ModelName, Rows, Version, Weights } from './schemas.ts';

export const UpdateRequest = z.union([
  Rows,
  z.strictObject({
    data: Rows,
    model: ModelName.optional(),
    weights: Weights.optional(),
    options: z
      .strictObject({
        minClusterSize: z.int().min(1).meta({ description: 'Rows that make a new cluster, equal ones counted each.', default: 5 }),
        halfLife: z.number().min(1).meta({ description: 'Rows after which what a centroid was before counts half (default: never).' }),
        maxWaiting: z.int().min(0).meta({ description: 'Different rows that wait at most.', default: 10_000 }),
      })
      .partial()
      .optional(),
  }),
]);

const FieldDescription = z
  .strictObject({
    field: z.string(),
    kind: z.string(),
    share: z.number().meta({ description: 'Share of the rows that have the field.' }),
    values: z.array(z.strictObject({ value: z.string(), share: z.number() })).readonly(),
    numbers: z.strictObject({ mean: z.number(), deviation: z.number(), least: z.number(), most: z.number() }).nullable(),
  })
  .openapi('FieldDescription');

const Trait = z
  .strictObject({
    field: z.string(),
    value: z.string().nullable(),
    measure: z.enum(['share', 'mean']),
    here: z.number(),
    elsewhere: z.number(),
    effect: z.number(),
  })
  .openapi('Trait');

const NewLabel = z
  .strictObject({
    label: z.int(),
    size: z.number().meta({ description: 'Weight of its rows, those that had been waiting included.' }),
    name: z.string().meta({ description: 'Short, and no other cluster has it.' }),
    fields: z.array(FieldDescription).readonly().meta({ description: 'What its rows have in each field.' }),
    distinctions: z.array(Trait).readonly().meta({ description: 'What sets it apart, the strongest first.' }),
    selector: z.string().nullable().meta({ description: 'A CSS selector, where the records are DOM elements.' }),
  })
  .openapi('NewLabel');

export const UpdateResponse = z
  .strictObject({
    model: z.string(),
    version: Version,
    rows: z.int(),
    clusters: z.int().meta({ description: 'Clusters that there are now.' }),
    labels: z.array(z.int()).readonly().meta({ description: 'The label of each row from now on; -1 for a row that waits.' }),
    newLabels: z.array(NewLabel).readonly().meta({ description: 'Labels given for the first time.' }),
    repeated: z.int().meta({ description: 'Rows that had their label before.' }),
    joined: z.int().meta({ description: 'Rows that joined a known cluster.' }),
    waiting: z.int().meta({ description: 'Different rows that wait by now, of this update and of earlier ones.' }),
    drift: z
      .array(z.strictObject({ label: z.int(), distance: z.number() }))
      .readonly()
      .meta({ description: 'How far each centroid went that moved.' }),
  })
  .openapi('UpdateResponse');
