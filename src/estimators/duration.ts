import type { Shape } from '../engine/footprint.ts';
import { scoredRows } from './auto-k.ts';
import { BATCH_ROWS, SAMPLE_STARTS, sampleRows } from './mini-batch.ts';
import type { ResolvedClusteringOptions } from './options.ts';

// Nanoseconds, fitted to runs on one thread of a shared server processor, with rows about centres that lie apart.

/** Check, scale and compare with earlier rows: a row, and a value. */
const PREPARE_ROW = 250;
const PREPARE = 30;
/** One seed tried: a value. */
const SEED = 0.5;
/** One row compared with one centroid, most of them skipped by bounds: a value of dense and of sparse rows. */
const COMPARE_DENSE = 0.06;
const COMPARE_SPARSE = 1;
/** The first pass over rows, before there are bounds, against a later one. */
const UNBOUNDED = 8;
/** A row in an iteration, whatever its values. */
const ROW = 10;
/** Taking a batch in and out. */
const BATCH = 500_000;
/** A row, and a value of dense and of sparse rows, in all iterations of one split, with the copy of its cluster. */
const SPLIT_ROW = 500;
const SPLIT_DENSE = 40;
const SPLIT_SPARSE = 200;
/** Iterations, and batches, until a start settles. */
const ITERATIONS = 25;
const BATCHES = 60;
/** Two rows in a silhouette: together, and a value. */
const PAIR = 8;
const PAIR_VALUE = 1;

/** A rough time, in milliseconds, to fit rows of this shape on one thread. */
export function milliseconds(shape: Shape, options: ResolvedClusteringOptions): number {
  const { rows, k } = shape;
  const prepare = rows * (PREPARE_ROW + PREPARE * valuesPerRow(shape));
  return Math.ceil((prepare + search(shape, rows, k, options)) / 1e6);
}

function search(
  shape: Shape,
  rows: number,
  k: number,
  { algorithm, k: asked, nInit, maxIterations, init }: ResolvedClusteringOptions,
): number {
  const starts = typeof init === 'string' ? nInit : 1;
  const seeded = init === 'k-means++';
  const iterations = Math.min(maxIterations, ITERATIONS);
  if (algorithm === 'mini-batch') {
    const sample = SAMPLE_STARTS * lloyd(shape, sampleRows(rows, k), k, iterations, seeded);
    const batches = Math.min(maxIterations, BATCHES) * (BATCH + UNBOUNDED * pass(shape, BATCH_ROWS, k));
    return starts * (sample + batches + UNBOUNDED * pass(shape, rows, k));
  }
  if (algorithm === 'bisecting') {
    // 1 + ⌈log₂ k⌉ times over all rows, where splits are even
    const levels = 33 - Math.clz32(k - 1);
    return starts * levels * rows * (SPLIT_ROW + (shape.values === null ? SPLIT_DENSE : SPLIT_SPARSE) * valuesPerRow(shape));
  }
  if (asked !== 'auto') return starts * lloyd(shape, rows, k, iterations, seeded);
  const scored = scoredRows(rows);
  const tried = Array.from({ length: k }, (_, i) => i + 1);
  return tried.reduce(
    (sum, one) => sum + starts * lloyd(shape, rows, one, iterations, seeded) + scored * scored * (PAIR + PAIR_VALUE * valuesPerRow(shape)),
    0,
  );
}

function lloyd(shape: Shape, rows: number, k: number, iterations: number, seeded: boolean): number {
  const candidates = seeded ? 36 - Math.clz32(k - 1) : 0;
  return SEED * rows * valuesPerRow(shape) * k * candidates + iterations * pass(shape, rows, k);
}

function pass(shape: Shape, rows: number, k: number): number {
  return rows * (ROW + (shape.values === null ? COMPARE_DENSE : COMPARE_SPARSE) * valuesPerRow(shape) * k);
}

function valuesPerRow({ rows, columns, values }: Shape): number {
  return values === null ? columns : values / rows;
}
