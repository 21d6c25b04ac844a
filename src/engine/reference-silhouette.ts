import type { Metric, Weights } from '../core/types.ts';
import type { SilhouetteRows, SilhouetteShard } from './kernel.ts';
import { type Distance, euclidean, innerProduct, wideRow } from './reference-rows.ts';

/** Silhouettes by their definition; rows are ordered by cluster. */
export function openSilhouette(matrix: SilhouetteRows, weights: Weights, starts: Int32Array, metric: Metric): SilhouetteShard {
  const rows = Array.from({ length: matrix.rows }, (_, i) => wideRow(matrix, i));
  const distance: Distance = metric === 'cosine' ? (a, b) => Math.max(0, 1 - innerProduct(a, b)) : euclidean;
  const clusterOf = (i: number): number => starts.findIndex((_, c) => starts[c] <= i && i < starts[c + 1]);
  const silhouette = (i: number): number => {
    const own = clusterOf(i);
    let a = 0;
    let b = Infinity;
    for (let c = 0; c < starts.length - 1; c++) {
      let sum = 0;
      let total = c === own ? -1 : 0;
      for (let j = starts[c]; j < starts[c + 1]; j++) {
        if (j !== i) sum += weights[j] * distance(rows[i], rows[j]);
        total += weights[j];
      }
      if (c === own && total < 0.5) return 0; // alone in its cluster
      if (c === own) a = sum / total;
      else if (total > 0) b = Math.min(b, sum / total);
    }
    return Math.max(a, b) > 0 && b < Infinity ? (b - a) / Math.max(a, b) : 0;
  };
  return {
    score: (first, last) => Float64Array.from({ length: last - first }, (_, i) => silhouette(first + i)),
    close: () => {},
  };
}
