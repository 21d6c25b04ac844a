import type { Clustering } from '../estimators/clustering.ts';
import type { JsonObject } from './json.ts';
import type { TypedArray } from './sections.ts';

/**
 * What a model tells of its clusters in the user's own fields, as plain data: goes into the model's bytes as it is, and is checked by whoever
 * reads it. `text` holds `fields` (paths), `kinds` (one a field) and `values` (texts); `arrays` the tallies of the clusters, by label, and last that
 * of all rows together:
 *
 * | name | type | holds |
 * |---|---|---|
 * | weights | f64, k + 1 | weight of each tally's rows |
 * | fieldEnds | u32, k + 1 | where each tally's fields end in the next four |
 * | fields | u32 | place of the field in `text.fields` |
 * | present | f64 | weight of the rows that have the field |
 * | numeric | u8 | 1 where the field has moments |
 * | valueEnds | u32 | where the field's values end in the next two |
 * | values | u32 | place of the value in `text.values` |
 * | valueWeights | f64 | weight of the rows that have the value |
 * | moments | f64 | of numeric fields: weight, mean, sum of squares, least, most |
 * | examples | i32, k | the training row nearest to the centroid; -1 where there is none |
 */
export interface Profile {
  readonly text: JsonObject;
  readonly arrays: Readonly<Record<string, TypedArray>>;
}

/** What is told of clusters. */
export interface Told {
  /** By label; a name stays with its label. */
  readonly names: readonly string[];
  readonly profile: Profile;
}

/** A clustering with what is told of its clusters; worked out when first asked for, from what was seen of the rows. */
export interface DescribedClustering extends Clustering {
  readonly told: () => Told;
}
