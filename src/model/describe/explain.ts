import { invalidInput } from '../../core/errors.ts';
import type { CheckedInput } from '../../core/input.ts';
import type { ElementRecord, Matrix, Metric, SparseRows } from '../../core/types.ts';
import type { DescribedClustering } from '../profile.ts';
import { byPath } from './bounds.ts';
import { type ColumnPart, columnReader } from './columns.ts';
import { unpackTallies } from './pack.ts';
import { type UnseenValue, unseenIn } from './unseen.ts';

/** What can be explained: a record, a row of numbers, or one sparse row. */
export type ExplainedRow = ElementRecord | ArrayLike<number> | SparseRows;

/** Why a row belongs to its cluster, as plain JSON data. */
export interface Explanation {
  /** As `predict` answers it. */
  readonly label: number;
  /** '' for an unknown row. */
  readonly name: string;
  /** Distance to the cluster's centroid, for an unknown row to the nearest cluster's, as `transform` answers it: euclidean (not squared) in the units of the data, or 1 − cosine. */
  readonly distance: number;
  /**
   * What each field has to do with it, from the strongest pull towards the cluster to the strongest push towards the rival. The contributions sum to the
   * rival's distance less the cluster's: squared distances for euclidean, 1 − cosine for cosine. Empty where there is one cluster only.
   */
  readonly fields: readonly FieldContribution[];
  /** The nearest other cluster; null where there is none. */
  readonly rival: Rival | null;
  /** What of the record the model knows nothing of. */
  readonly unseen: readonly UnseenValue[];
}

export interface Rival {
  readonly label: number;
  readonly name: string;
  readonly distance: number;
  /** The fields that push towards the rival, the strongest first: those of `fields` below 0. */
  readonly fields: readonly FieldContribution[];
}

export interface FieldContribution {
  /** The field's path, or x0, x1, … for a column; '' for the set of fields as a whole, and for rare values of unknown fields that columns share. */
  readonly field: string;
  /** How much nearer the field brings the row to the cluster than to the rival; below 0: nearer to the rival. */
  readonly contribution: number;
  /** What of the field does so, at most 5 parts, those that count most first; none for columns of numbers. */
  readonly parts: readonly PartContribution[];
}

/** What one column, or a value's share in it, contributes. */
export interface PartContribution extends Omit<ColumnPart, 'share' | 'field'> {
  readonly contribution: number;
}

const MOST_PARTS = 5;

/**
 * Explains the label of one row.
 * @param input The row as it was given. @param matrix The same in the engine's form. @param label The label that it has; -1 for unknown, which is
 * explained by the nearest cluster.
 * @throws `CORRUPT_MODEL` where the model's profile is damaged.
 */
export function explainRow(model: DescribedClustering, input: CheckedInput, matrix: Matrix, label: number): Explanation {
  const { space, k, centroids, ids } = model;
  const { names, profile } = model.told();
  if (matrix.rows !== 1) throw invalidInput('wrong number of rows', { expected: 'one to explain', received: `${matrix.rows}` });
  const row = denseRow(matrix);
  const distances = Float64Array.from({ length: k }, (_, c) => distanceTo(row, centroids, c, space.metric));
  const own = nearest(distances, (c) => label < 0 || ids[c] === label);
  const rival = nearest(distances, (c) => ids[c] !== ids[own]);
  const told = (one: number): Omit<Rival, 'fields'> => {
    const distance = space.metric === 'cosine' ? distances[one] : Math.sqrt(distances[one]) / space.scale;
    return { label: ids[one], name: names[ids[one]], distance };
  };
  const fields = rival < 0 ? [] : contributions(model, input, row, own, rival);
  return {
    ...told(own),
    ...(label < 0 && { label, name: '' }),
    fields,
    rival: rival < 0 ? null : { ...told(rival), fields: fields.filter(({ contribution }) => contribution < 0).reverse() },
    unseen: unseenIn(input, model.encoder, unpackTallies(profile)),
  };
}

function denseRow(matrix: Matrix): Float64Array {
  if (matrix.kind === 'dense') return Float64Array.from(matrix.data);
  const row = new Float64Array(matrix.columns);
  matrix.indices.forEach((column, i) => {
    row[column] = matrix.values[i];
  });
  return row;
}

/** As the engines work it out: in f64, column after column. */
function distanceTo(row: Float64Array, centroids: Float32Array, label: number, metric: Metric): number {
  const from = label * row.length;
  let sum = 0;
  for (let i = 0; i < row.length; i++) {
    const difference = row[i] - centroids[from + i];
    sum += metric === 'cosine' ? row[i] * centroids[from + i] : difference * difference;
  }
  return metric === 'cosine' ? 1 - sum : sum;
}

/** Number of the nearest of the centroids that will do, of equally near ones the lowest; -1 where there is none. */
function nearest(distances: Float64Array, allowed: (centroid: number) => boolean): number {
  let best = -1;
  distances.forEach((distance, c) => {
    if (allowed(c) && !(distance >= distances[best])) best = c;
  });
  return best;
}

/** Column by column what the rival's distance is more than the cluster's, summed up by field. */
function contributions(
  model: DescribedClustering,
  input: CheckedInput,
  row: Float64Array,
  label: number,
  rival: number,
): FieldContribution[] {
  const { centroids, space, encoder } = model;
  const partsOf = columnReader(input, encoder);
  const parts = new Map<string, PartContribution[]>();
  for (let i = 0; i < row.length; i++) {
    const [own, other] = [centroids[label * row.length + i], centroids[rival * row.length + i]];
    // (x − other)² − (x − own)², or x · own − x · other
    const more =
      space.metric === 'cosine' ? row[i] * (own - other) : ((own - other) * (2 * row[i] - own - other)) / space.scale / space.scale;
    if (more === 0) continue;
    for (const { field, share, ...part } of partsOf(i)) {
      const found = parts.get(field) ?? [];
      parts.set(field, found);
      found.push({ ...part, contribution: more * share });
    }
  }
  const fields = [...parts].map(([field, found]): FieldContribution => {
    const contribution = found.reduce((sum, part) => sum + part.contribution, 0);
    const most = found.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)).slice(0, MOST_PARTS);
    return { field, contribution, parts: encoder ? most : [] };
  });
  return fields.sort((a, b) => b.contribution - a.contribution || byPath(a.field, b.field));
}
