import type { Metric, Progress, Weights } from '../core/types.ts';
import type { Rows } from '../parallel/rows.ts';
import { moveCentroids } from './centroids.ts';
import { conclude, type Partition } from './kmeans.ts';

export interface DpMeansOptions {
  readonly metric: Metric;
  /** A row farther than this from every centroid founds a cluster. */
  readonly threshold: number;
  readonly maxIterations: number;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * DP-means (Kulis & Jordan, "Revisiting k-means: new algorithms via Bayesian nonparametrics", 2012): the number of clusters follows from the
 * distance beyond which a row founds a new one. Rows are visited by falling weight, so that frequent records lead.
 */
export async function dpMeans(rows: Rows, weights: Weights, options: DpMeansOptions): Promise<Partition> {
  const order = [...weights.keys()].filter((row) => weights[row] > 0).sort((a, b) => weights[b] - weights[a] || a - b);
  const everywhere = new Float64Array(rows.rows).fill(Infinity);
  const found = (row: number): void => options.onProgress?.({ phase: 'seeding', done: row / order.length / 2 });
  const first = await leaders(rows, order, everywhere, options, found);
  let centroids = concatenate(...first.aimless, ...first.aimed); // of equally near centroids the first has the row
  await rows.forget();
  let iterations = 0;
  let settled = false;
  while (!settled && iterations < options.maxIterations) {
    const step = await rows.step(centroids, centroids.length / rows.columns);
    // rows that the centroids do not reach found clusters of their own
    const { aimed } = await leaders(rows, order, await rows.labelDistances(), options);
    moveCentroids(centroids, step, rows.columns, options.metric);
    const kept = withoutEmpty(centroids, step.members, rows.columns);
    const renumbered = aimed.length > 0 || kept.length < centroids.length;
    if (renumbered) await rows.forget();
    settled = step.changed === 0 && !renumbered;
    centroids = concatenate(kept, ...aimed);
    iterations++;
    options.onProgress?.({ phase: 'iterating', done: 1 - 1 / (iterations + 2), iteration: iterations });
  }
  const k = centroids.length / rows.columns;
  await rows.step(centroids, k);
  return conclude(rows, { k, centroids, iterations, relocated: 0, settled });
}

interface Leaders {
  readonly aimed: readonly Float32Array[];
  /** In cosine space at most one row of zeros: without a direction it is as far from itself as from all others, and must not found a cluster again. */
  readonly aimless: readonly Float32Array[];
}

/** In `order`, every row farther than `threshold` by `distances` and from all leaders before it. */
async function leaders(
  rows: Rows,
  order: number[],
  distances: Float64Array,
  { threshold, metric }: DpMeansOptions,
  onLeader?: (visited: number) => void,
): Promise<Leaders> {
  const aimed: Float32Array[] = [];
  const aimless: Float32Array[] = [];
  await rows.clearSeeds();
  let seedDistances = await rows.seedDistances();
  for (const [visited, row] of order.entries()) {
    if (distances[row] <= threshold || seedDistances[row] <= threshold) continue;
    const leader = await rows.row(row);
    if (metric === 'cosine' && leader.every((value) => value === 0)) {
      aimless[0] = leader;
      continue;
    }
    aimed.push(leader);
    await rows.takeSeed(leader);
    seedDistances = await rows.seedDistances();
    onLeader?.(visited);
  }
  return { aimed, aimless };
}

function withoutEmpty(centroids: Float32Array, members: Int32Array, columns: number): Float32Array {
  const kept = [...members.keys()].filter((c) => members[c] > 0);
  const out = new Float32Array(kept.length * columns);
  kept.forEach((c, i) => {
    out.set(centroids.subarray(c * columns, (c + 1) * columns), i * columns);
  });
  return out;
}

function concatenate(...parts: Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
