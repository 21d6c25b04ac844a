import type { Pace } from '../core/pace.ts';
import type { Matrix, Weights } from '../core/types.ts';
import type { Kernel } from '../engine/kernel.ts';
import { selectRows } from '../matrix/select-rows.ts';
import { openRows } from '../parallel/open-rows.ts';
import type { Rows } from '../parallel/rows.ts';
import { moveCentroids } from './centroids.ts';
import { conclude, type KMeansOptions, type Outcome, type Partition } from './kmeans.ts';
import { relocateEmpty } from './relocate.ts';

/** For searches that look at some of the rows at a time. */
export interface SubsetOptions extends KMeansOptions {
  readonly pace: Pace;
}

/** Takes the chosen rows into the kernel for the time of one task; `weights` has one value a chosen row. */
export async function withSubset<T>(
  kernel: Kernel,
  matrix: Matrix,
  chosen: ArrayLike<number>,
  weights: Weights,
  { metric, pace }: SubsetOptions,
  task: (rows: Rows) => Promise<T>,
): Promise<T> {
  const { rows, close } = await openRows(kernel, { matrix: selectRows(matrix, chosen), weights, metric }, pace);
  try {
    return await task(rows);
  } finally {
    close();
  }
}

/**
 * One exact pass: labels every row with its nearest centroid. Only where that leaves a cluster empty does it get the row farthest from its own
 * centroid, and all centroids, those given, become means of their rows, until no cluster is empty.
 */
export async function labelAll(
  rows: Rows,
  weights: Weights,
  found: Omit<Outcome, 'relocated'>,
  { metric, maxIterations }: SubsetOptions,
): Promise<Partition> {
  const { centroids } = found;
  let relocated = 0;
  await rows.forget();
  for (let pass = 0; ; pass++) {
    const sums = await rows.step(centroids, found.k);
    const { step, moved } = pass < maxIterations ? await relocateEmpty(rows, weights, sums) : { step: sums, moved: 0 };
    if (moved === 0) return conclude(rows, { ...found, centroids, relocated });
    relocated += moved;
    moveCentroids(centroids, step, rows.columns, metric);
  }
}
