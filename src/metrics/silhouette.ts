import type { Pace } from '../core/pace.ts';
import { createRandom } from '../core/random.ts';
import type { Metric, Weights } from '../core/types.ts';
import type { Kernel, SilhouetteRows } from '../engine/kernel.ts';

export interface SilhouetteOptions {
  readonly metric: Metric;
  /** Rows that are compared with each other at most; where there are more, this many are drawn. The cost grows with their square. */
  readonly sampleSize: number;
  readonly seed: number;
  readonly pace: Pace;
}

/** Rows scored between two looks at the clock. */
const BATCH = 64;

/**
 * Silhouettes (Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis", 1987) by comparing every row with
 * every other: (b − a) / max(a, b), a the mean distance to the rest of the own cluster and b to the nearest other one, both among the rows scored;
 * 0 for a row alone in its cluster. A row of weight w counts as w equal rows. Distances are euclidean (not squared) or 1 − cosine.
 * @param select Takes out rows, which should differ, in the order given. @param labels One a row, 0 to k − 1. @param weights One a row.
 * @returns One a row; NaN for rows that were not drawn or weigh nothing, and for all where fewer than two clusters have rows.
 */
export async function pairwiseSilhouettes(
  kernel: Kernel,
  select: (rows: Int32Array) => SilhouetteRows,
  labels: Int32Array,
  weights: Weights,
  k: number,
  options: SilhouetteOptions,
): Promise<Float64Array> {
  const scores = new Float64Array(labels.length).fill(NaN);
  const order = sample(weights, options).sort((a, b) => labels[a] - labels[b] || a - b);
  const starts = clusterStarts(order, labels, k);
  if (starts.length < 3) return scores;
  const sortedWeights = Float64Array.from(order, (row) => weights[row]);
  const shard = await kernel.openSilhouette(select(order), sortedWeights, starts, options.metric);
  try {
    for (let first = 0; first < order.length; first += BATCH) {
      await options.pace();
      shard.score(first, Math.min(first + BATCH, order.length)).forEach((score, i) => {
        scores[order[first + i]] = score;
      });
    }
  } finally {
    shard.close();
  }
  return scores;
}

/** Weighted mean of the scores that are numbers, in order; null where none is. */
export function meanScore(scores: Float64Array, weights: Weights): number | null {
  let sum = 0;
  let total = 0;
  scores.forEach((score, row) => {
    if (Number.isNaN(score)) return;
    sum += weights[row] * score;
    total += weights[row];
  });
  return total === 0 ? null : sum / total;
}

/** Rows that weigh something: all of them, or `sampleSize` drawn without putting back. */
function sample(weights: Weights, { sampleSize, seed }: SilhouetteOptions): Int32Array {
  const rows = Int32Array.from(weights.keys()).filter((row) => weights[row] > 0);
  const random = createRandom(seed);
  for (let i = 0; i < sampleSize && sampleSize < rows.length; i++) {
    const j = i + random.integer(rows.length - i);
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  return rows.slice(0, sampleSize);
}

/** Where each cluster that has rows begins, and the end. */
function clusterStarts(order: Int32Array, labels: Int32Array, k: number): Int32Array {
  const sizes = new Int32Array(k);
  for (const row of order) sizes[labels[row]]++;
  const starts = [0];
  for (const size of sizes) if (size > 0) starts.push(starts[starts.length - 1] + size);
  return Int32Array.from(starts);
}
