import type { Matrix } from '../core/types.ts';
import type { Kernel, Shard } from '../engine/kernel.ts';
import type { Clustering } from './fit.ts';

/** Label of each row's nearest centroid; of equally near ones the lowest. */
export function nearestLabels(kernel: Kernel, matrix: Matrix, clustering: Clustering): Int32Array {
  return withShard(kernel, matrix, clustering, (shard) => {
    shard.assign(0, shard.rows);
    return shard.labels();
  });
}

/** Distances in the user's units, rows × k: euclidean (not squared) or 1 − cosine. */
export function distancesTo(kernel: Kernel, matrix: Matrix, clustering: Clustering): Float64Array {
  const { metric, scale } = clustering.space;
  const distances = withShard(kernel, matrix, clustering, (shard) => shard.allDistances(0, shard.rows));
  return metric === 'cosine' ? distances : distances.map((squared) => Math.sqrt(squared) / scale);
}

function withShard<T>(kernel: Kernel, matrix: Matrix, { centroids, k, space }: Clustering, work: (shard: Shard) => T): T {
  const shard = kernel.open(matrix, new Float64Array(matrix.rows), space.metric);
  try {
    shard.setCentroids(centroids, k);
    return work(shard);
  } finally {
    shard.close();
  }
}
