import type { Matrix, Weights } from '../core/types.ts';
import { collapse } from '../matrix/collapse.ts';

/** Rows told apart by what they hold and by their label, so that equal rows are looked at once. */
export interface Groups {
  /** The first row of each distinct pair. */
  readonly firsts: Int32Array;
  /** For every row the number of its distinct pair. */
  readonly index: Int32Array;
  /** Of each distinct pair: its summed weight, its rows, and the place of its label in `names`, or -1 for unknown. */
  readonly weights: Float64Array;
  readonly sizes: Float64Array;
  readonly clusters: Int32Array;
  /** Labels of the clusters. */
  readonly names: Int32Array;
}

/**
 * @param matrix Rows; those equal to the bit are one. @param labels One a row; below 0 is unknown. @param weights One a row.
 * @param names Labels of all clusters there are; default: those that weigh something, rising.
 */
export function groupRows(matrix: Matrix, labels: Int32Array, weights: Weights, names = namesOf(labels, weights)): Groups {
  const rows = collapse(matrix, weights).index;
  const places = new Map(Array.from(names, (name, place) => [name, place]));
  const pairs = new Map<number, number>();
  const index = new Int32Array(rows.length);
  const [firsts, clusters]: number[][] = [[], []];
  rows.forEach((distinct, row) => {
    const cluster = labels[row] < 0 ? -1 : (places.get(labels[row]) ?? -1);
    const key = distinct * (names.length + 1) + cluster + 1;
    const known = pairs.get(key);
    index[row] = known ?? pairs.size;
    if (known !== undefined) return;
    pairs.set(key, pairs.size);
    firsts.push(row);
    clusters.push(cluster);
  });
  const sums = new Float64Array(firsts.length);
  const sizes = new Float64Array(firsts.length);
  index.forEach((pair, row) => {
    sums[pair] += weights[row];
    sizes[pair]++;
  });
  return { firsts: Int32Array.from(firsts), index, weights: sums, sizes, clusters: Int32Array.from(clusters), names };
}

function namesOf(labels: Int32Array, weights: Weights): Int32Array {
  return Int32Array.from(new Set(labels.filter((label, row) => label >= 0 && weights[row] > 0))).sort();
}
